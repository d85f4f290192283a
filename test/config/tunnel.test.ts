import { strict as assert } from 'node:assert';
import * as stack from '#stack/recording';
import { applyCommand, checkStack, isMachineCommand, parseStack, problemLine } from '../../src/config/index';
import { parseIpv6, parseMac } from '../../src/wire/address';
import { get16, put16 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes } from '../../src/wire/checksum';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';

/** A machine after the lines of a text, and what leaves it from then on. */
function machine(lines: readonly string[]) {
  const document = parseStack(lines.join('\n'), 'lab.stack');
  const problems = [...document.problems, ...checkStack(document)].filter(one => one.severity === 'error');
  assert.deepEqual(
    problems.map(problem => problemLine(document.source, problem)),
    [],
  );
  const sent: { on: string; bytes: Uint8Array }[] = [];
  const host = stack.createHost({
    io: { output: (ifp, m) => sent.push({ on: ifp.name, bytes: stack.m_bytes(m) }) },
  });
  for (const command of document.commands) {
    if (isMachineCommand(command)) assert.equal(applyCommand(stack, host, command), null);
  }
  host.settled = true;
  stack.swi_net(host);
  sent.length = 0;
  return { host, sent };
}

/** The problems of a text, as printed. */
function problemsOf(lines: readonly string[]): string[] {
  const document = parseStack(lines.join('\n'), 'lab.stack');
  return [...document.problems, ...checkStack(document)]
    .filter(one => one.severity === 'error')
    .map(problem => problemLine(document.source, problem));
}

function arrive(host: stack.Host, on: string, frame: Uint8Array): string[] {
  host.trace.reset();
  stack.link_input(host, stack.ifunit(host, on) as stack.Ifnet, LINKTYPE_ETHERNET, frame, 0, frame.length, 1);
  return [...host.path.subarray(0, host.trace.length)].map(
    outcome => `${stack.decisionOfOutcome[outcome].id}=${stack.outcomeName(outcome)}`,
  );
}

/** A frame for em0 with a packet of IPv6. */
function frameTo(
  host: stack.Host,
  src: Uint8Array,
  dst: Uint8Array,
  nxt: number,
  payload: Uint8Array,
): Uint8Array {
  const frame = new Uint8Array(14 + 40 + payload.length);
  frame.set((stack.ifunit(host, 'em0') as stack.Ifnet).lladdr, 0);
  frame.set(parseMac('02:00:00:00:00:99') as Uint8Array, 6);
  frame.set([0x86, 0xdd, 0x60, 0, 0, 0, payload.length >> 8, payload.length, nxt, 64], 12);
  frame.set(src, 22);
  frame.set(dst, 38);
  frame.set(payload, 54);
  return frame;
}

/** `3:2` is 2001:db8:3::2. */
const ip = (text: string): Uint8Array => parseIpv6(`2001:db8:${text.replace(':', '::')}`) as Uint8Array;

const lines = [
  'sysctl net.inet6.ip6.forwarding=1',
  'ifconfig em0 inet6 2001:db8:1::1/64 up',
  'ifconfig em1 inet6 2001:db8:2::1/64 up',
  'ndp -s 2001:db8:2::2 02:00:00:00:02:02',
  'ifconfig etherip0 create tunnel 2001:db8:2::1 2001:db8:2::2 up',
  'ifconfig etherip0 inet6 2001:db8:3::1/64',
  'ndp -s 2001:db8:3::2 02:00:00:00:03:02',
];

describe('EtherIP in a .stack file', () => {
  it('carries what is routed to etherip0 to the far end, as a frame in an IPv6 packet', () => {
    const { host, sent } = machine(lines);
    const frame = frameTo(host, ip('1:9'), ip('3:2'), 59, new Uint8Array(8));
    const path = arrive(host, 'em0', frame);
    assert.ok(path.includes('ip6_etherip_output.send=queued'), path.join('\n'));
    assert.deepEqual(
      sent.map(({ on, bytes }) => [on, bytes[6], bytes.length]),
      [['em1', 97, 40 + 2 + 14 + 48]],
    );
    const inner = sent[0].bytes.subarray(42);
    assert.deepEqual([...inner.subarray(0, 6)], [2, 0, 0, 0, 3, 2]);
    assert.equal(get16(inner, 12), 0x86dd);
    assert.equal(stack.verdicts[host.trace.verdict], 'encapsulated');
  });

  it('carries IPv4 and its ARP requests in IPv4', () => {
    const { host, sent } = machine([
      'sysctl net.inet.ip.forwarding=1',
      'ifconfig em0 inet 192.0.2.1/24 up',
      'ifconfig em1 inet 198.51.100.1/24 up',
      'arp -s 198.51.100.2 02:00:00:00:02:02',
      'ifconfig etherip0 tunnel 198.51.100.1 198.51.100.2 up',
      'ifconfig etherip0 inet 203.0.113.1/24',
    ]);
    const header = parseMac('02:00:00:00:00:99') as Uint8Array;
    const packet = Uint8Array.of(0x45, 0, 0, 20, 0, 0, 0, 0, 64, 59, 0, 0, 192, 0, 2, 9, 203, 0, 113, 2);
    put16(packet, 10, foldChecksum(sumBytes(packet, 0, packet.length)));
    const own = (stack.ifunit(host, 'em0') as stack.Ifnet).lladdr;
    arrive(host, 'em0', Uint8Array.of(...own, ...header, 8, 0, ...packet));
    assert.deepEqual(
      sent.map(({ on, bytes }) => [on, bytes[9], bytes.length]),
      [['em1', 97, 20 + 2 + 14 + 28]],
    );
    assert.deepEqual([...sent[0].bytes.subarray(22, 28)], [255, 255, 255, 255, 255, 255]);
    assert.equal(get16(sent[0].bytes, 34), 0x0806);
  });

  it('receives on etherip0 what comes from the far end, once it is allowed', () => {
    const { host, sent } = machine([...lines, 'sysctl net.inet.etherip.allow=1']);
    const inner = frameTo(host, ip('3:2'), ip('1:9'), 59, new Uint8Array(8));
    const path = arrive(host, 'em1', outer(host, inner));
    assert.ok(path.includes('ip6_etherip_input.deliver=delivered'), path.join('\n'));
    assert.ok(path.includes('swi_net.input-queue=received'));
    assert.equal(host.etheripstat.etherips_ipackets, 1);
    assert.equal(stack.verdicts[host.trace.verdict], 'decapsulated');
    assert.equal(sent.length, 1, 'em0 solicits the neighbour');
  });

  it('goes on with a freed packet when EtherIP is refused, as the kernel does, and says so', () => {
    const { host } = machine(lines);
    const path = arrive(host, 'em1', outer(host, new Uint8Array(60)));
    const at = path.indexOf('ip6_etherip_input.policy=refused');
    assert.deepEqual(path.slice(at + 1), [
      'ip6_input.freed-packet=hazard',
      'ip6_input.header-count=allowed',
      'ip6_input.inbound-policy=accept',
      'ip6_input.next-header=none',
    ]);
    assert.equal(stack.verdicts[host.trace.verdict], 'dropped');
    assert.equal(host.etheripstat.etherips_pdrops, 1);
  });

  it('ends when a tunnel leads into itself', () => {
    const { host } = machine([
      'sysctl net.inet6.ip6.forwarding=1',
      'ifconfig em0 inet6 2001:db8:1::1/64 up',
      'ifconfig etherip0 inet6 2001:db8:3::1/64 up',
      'ifconfig etherip0 tunnel 2001:db8:3::1 2001:db8:3::2',
      'ndp -s 2001:db8:3::2 02:00:00:00:03:02',
    ]);
    const path = arrive(host, 'em0', frameTo(host, ip('1:9'), ip('3:2'), 59, new Uint8Array(8)));
    assert.ok(path.includes('ip6_etherip_output.send=queued'), path.join('\n'));
    assert.equal(host.ipsendq.length, 0);
  });

  it('sends nothing by a tunnel that was deleted until it is brought up again', () => {
    const more = ['ifconfig etherip0 deletetunnel', 'ifconfig etherip0 tunnel 2001:db8:2::1 2001:db8:2::2'];
    const packet = (host: stack.Host) => frameTo(host, ip('1:9'), ip('3:2'), 59, new Uint8Array(8));
    const deleted = machine([...lines, ...more]);
    assert.ok(arrive(deleted.host, 'em0', packet(deleted.host)).includes('if_output.link=not-running'));
    const again = machine([...lines, ...more, 'ifconfig etherip0 up']);
    assert.ok(arrive(again.host, 'em0', packet(again.host)).includes('if_output.link=tunnelled'));
  });

  it('is gone once destroyed, with its addresses and routes', () => {
    const { host } = machine([...lines, 'ifconfig etherip0 destroy']);
    assert.equal(stack.ifunit(host, 'etherip0'), null);
    const path = arrive(host, 'em0', frameTo(host, ip('1:9'), ip('3:2'), 59, new Uint8Array(8)));
    assert.ok(!path.includes('if_output.link=tunnelled'), path.join('\n'));
    assert.equal(stack.verdicts[host.trace.verdict], 'dropped');
    assert.deepEqual(
      problemsOf([...lines, 'ifconfig etherip0 destroy', 'ifconfig em1 inet6 2001:db8:3::1/64']),
      [],
    );
  });

  it('refuses what the kernel refuses, on the word', () => {
    assert.deepEqual(
      problemsOf([
        'ifconfig etherip0 tunnel 2001:db8::1 2001:db8::2',
        'ifconfig etherip1 tunnel 2001:db8::1 2001:db8::2',
        'ifconfig etherip1 tunneldomain 1',
        'ifconfig etherip create',
        'ifconfig etherip2 tunnel fe80::1%em7 fe80::2%em7',
      ]),
      [
        "lab.stack:2:19: Another tunnel has these two ends: Can't assign requested address; expected other ends for one of the two.",
        'lab.stack:3:19: There is no routing table 1: Invalid argument; expected table 0, the only one there is.',
        'lab.stack:4:10: `etherip` is no EtherIP interface; expected a name such as etherip0.',
        'lab.stack:5:26: There is no interface em7; expected lo0, etherip0, etherip1, etherip or etherip2.',
      ],
    );
  });
});

/** An EtherIP packet from the far end with a frame in it, as it arrives on em1. */
function outer(host: stack.Host, inner: Uint8Array): Uint8Array {
  const frame = frameTo(host, ip('2:2'), ip('2:1'), 97, Uint8Array.of(0x30, 0, ...inner));
  frame.set((stack.ifunit(host, 'em1') as stack.Ifnet).lladdr, 0);
  return frame;
}
