import assert from 'node:assert/strict';
import * as stack from '#stack/recording';
import { parseIpv4, parseIpv6 } from '../../src/wire/address';

describe('an EtherIP interface', () => {
  it('answers what every Ethernet interface answers, and refuses the rest', () => {
    const host = stack.createHost({ io: { output() {} } });
    stack.etherip_clone_create(host, 0);
    const sc = stack.etheripUnit(host, 0);
    assert.ok(sc);
    assert.equal(stack.etherip_ioctl(host, sc, { cmd: 'SIOCSIFMTU' }).error, 0);
    assert.equal(stack.etherip_ioctl(host, sc, { cmd: 'SIOCADDMULTI' }).error, 0);
  });

  it('sends its packets once the machine has done what it was at: over IPv6, and not over IPv4', () => {
    const sent: Uint8Array[] = [];
    const host = stack.createHost({ io: { output: (_, m) => sent.push(stack.m_bytes(m)) } });
    const em0 = stack.if_attach(host, { name: 'gif0', flags: stack.IFF_UP | stack.IFF_POINTOPOINT });
    stack.in6_ifadd(host, em0, { addr: parseIpv6('2001:db8::1') as Uint8Array, prefixlen: 64 });
    stack.etherip_clone_create(host, 0);
    const sc = stack.etheripUnit(host, 0);
    assert.ok(sc);
    for (const [near, far] of [
      ['2001:db8::1', '2001:db8::2'],
      ['192.0.2.1', '192.0.2.2'],
    ]) {
      sc.src = endOf(near);
      sc.dst = endOf(far);
      sc.snd.push(stack.m_get(host, new Uint8Array(60), 0, 60));
      stack.etherip_start(host, sc);
      assert.equal(host.ipsendq.length, 1);
      stack.swi_net(host);
      assert.equal(host.ipsendq.length, 0);
    }
    assert.equal(sent.length, 1);
    assert.equal(sent[0].length, 40 + 2 + 60);
    assert.equal(sent[0][6], 97);
  });

  it('receives no more frames of one event than would ever end', () => {
    const host = stack.createHost({ io: { output() {} } });
    const etherip0 = stack.etherip_clone_create(host, 0);
    stack.if_setflags(host, etherip0, stack.IFF_UP, 0);
    const frame = stack.m_get(host, new Uint8Array(14).fill(0xff), 0, 14);
    for (let i = 0; i < 600; i++) stack.if_input(host, etherip0, frame);
    stack.swi_net(host);
    assert.equal(host.ifinq.length, 0);
    const taken = [...host.trace.path.subarray(0, host.trace.length)].map(
      outcome => `${stack.decisionOfOutcome[outcome].id}=${stack.outcomeName(outcome)}`,
    );
    assert.equal(taken.filter(one => one === 'swi_net.input-queue=received').length, 512);
    assert.equal(taken.at(-1), 'swi_net.input-queue=endless');
  });
});

function endOf(text: string): stack.Sockaddr {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== null) return stack.sockaddr(stack.AF_INET, stack.SOCKADDR_IN_LEN, ipv4);
  return stack.sockaddr(stack.AF_INET6, stack.SOCKADDR_IN6_LEN, parseIpv6(text) as Uint8Array);
}
