import { strict as assert } from 'node:assert';
import { completeStack, parseStack, stackProblems } from '../../../src/config/editing';

const machine = `ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig em1 inet6 2001:db8:2::1/64 up
replay "lan.pcap" on em0
`;

/** Offers where `|` stands on a line after the machine, by their texts. */
function offered(line: string): string[] {
  return offers(line).map(({ text }) => text);
}

function offers(line: string) {
  const text = machine + line;
  const at = text.indexOf('|');
  return completeStack(text.replace('|', ''), at, ['lan.pcap', 'far away/wan.pcapng']);
}

/** The line once the offer of that text is taken. */
function taken(line: string, wanted: string): string {
  const offer = offers(line).find(({ text }) => text === wanted);
  assert.ok(offer, `${wanted} is not offered`);
  const text = (machine + line).replace('|', '');
  return text.slice(machine.length, offer.from) + offer.text + text.slice(offer.to);
}

describe('completion', () => {
  it('offers commands at the beginning of a line, and after a time those that may be put off', () => {
    assert.ok(offered('|').includes('replay'));
    assert.ok(offered('rou|').includes('route'));
    assert.ok(offered('at 5s |').includes('ifconfig'));
    assert.ok(!offered('at 5s |').includes('expect'));
  });

  const places: [line: string, offered: string[], not: string[]][] = [
    ['ifconfig |', ['em0', 'em1', 'lo0'], ['mtu']],
    ['ifconfig em0 |', ['mtu', 'inet6', 'up'], ['em1', 'route']],
    ['route add -inet6 |', ['default', '2001:db8:2::/64', '2001:db8:1::1'], ['em0']],
    ['route add -inet6 default fe80::1%|', ['em0', 'em1'], ['default']],
    ['route add -inet6 default ::1 -ifp |', ['em1'], ['-mtu']],
    ['sysctl net.|', ['net.inet6.ip6.forwarding='], ['em0']],
    ['setkey |', ['spdadd'], ['em0']],
    ['spdadd |', ['2001:db8:1::/64'], ['em0']],
    ['add ::1 ::2 esp 256 -E |', ['null', 'aes-gcm-16'], ['hmac-sha1', 'deflate', '-A', '::1']],
    ['setkey add ::1 ::2 ah 256 -A |', ['null', 'hmac-sha2-512'], ['aes-cbc', '-E']],
    ['add ::1 ::2 ipcomp 256 -C def|', ['deflate', 'lzs'], ['null']],
    ['add ::1 ::2 esp 256 |', ['-E', '-m'], ['aes-cbc', 'hmac-md5']],
    ['ipfw add allow ip from any to any via |', ['em0'], ['allow']],
    ['mld join |', ['em0'], []],
    ['options |', ['IPSEC', 'IPSTEALTH'], []],
    ['replay |', ['"lan.pcap"', '"far away/wan.pcapng"'], ['on']],
    ['replay "far a|', ['"far away/wan.pcapng"'], []],
    ['replay "lan.pcap" |', ['on'], ['em0', '"lan.pcap"']],
    ['replay "lan.pcap" on |', ['em0'], ['on']],
    ['replay "lan.pcap" (lan=|', ['em0'], []],
    ['replay "lan.pcap" (lan = |', ['em0'], []],
    ['divert 8668 |', ['pass', 'drop'], ['set']],
    ['divert 8668 pass |', ['set', 'then', 'for'], ['pass']],
    ['divert 8668 pass set |', ['ip.ttl', 'udp.dstport'], ['ip.checksum.status', 'then']],
    ['divert 8668 pass set ip.ttl = 5, ud|', ['udp.dstport'], ['then']],
    ['divert 8668 drop for udp.dst|', ['udp.dstport'], ['after']],
    ['fault |', ['if_output', 'off'], ['ENOBUFS']],
    ['fault if_output |', ['ENOBUFS', 'off'], ['once']],
    ['fault if_output ENOBUFS |', ['once', 'after', 'for'], ['ENOBUFS']],
    ['fault if_output ENOBUFS for ipv6.hl|', ['ipv6.hlim'], ['once']],
    ['fault if_output ENOBUFS for "ipv6.hl|', ['ipv6.hlim'], ['once']],
    ['expect |', ['frame', 'counter', 'dropped'], ['none']],
    ['expect frame 1 |', ['dropped', 'through', 'sends'], []],
    ['expect frame 1 dropped |', ['at'], ['forwarded']],
    ['expect frame 1 dropped at |', ['ip6_forward.hop-limit'], ['exceeded']],
    ['expect frame 1 dropped at ip6_forward.hop-limit=|', ['exceeded'], ['ip6_forward.hop-limit']],
    ['expect frame 1 sends |', ['icmp6-error', 'nothing'], []],
    ['expect frame 1 sends forwarded on |', ['em1'], []],
    ['expect frame 1 in |', ['"lan.pcap"'], []],
    ['expect counter |', ['ip6stat.ip6s_forward', 'if.em1.ifs6_in_discard'], ['if.IF.ifs6_in_discard']],
    ['expect counter ip6stat.ip6s_forward |', ['==', '<='], []],
  ];
  for (const [line, wanted, unwanted] of places) {
    it(`knows what may stand in \`${line}\``, () => {
      const found = offered(line);
      for (const text of wanted) assert.ok(found.includes(text), `${text} is not among ${found.join(' ')}`);
      for (const text of unwanted) assert.ok(!found.includes(text), `${text} is offered`);
    });
  }

  it('replaces the part of the word that it completes', () => {
    assert.equal(taken('rou|', 'route'), 'route');
    assert.equal(
      taken('expect frame 1 dropped at ip6_f|', 'ip6_forward.hop-limit'),
      'expect frame 1 dropped at ip6_forward.hop-limit',
    );
    assert.equal(
      taken('expect frame 1 dropped at ip6_forward.hop-limit=ex|', 'exceeded'),
      'expect frame 1 dropped at ip6_forward.hop-limit=exceeded',
    );
    assert.equal(taken('route add -inet6 default fe80::1%e|', 'em1'), 'route add -inet6 default fe80::1%em1');
    assert.equal(
      taken('fault if_output ENOBUFS for ipv6.hl|', 'ipv6.hlim'),
      'fault if_output ENOBUFS for ipv6.hlim',
    );
  });

  it('makes lines without a problem', () => {
    const lines = [
      taken('expect frame 1 dropped at ip6_forward.hop-limit=|', 'exceeded'),
      `${taken('sysctl net.inet6.ip6.for|', 'net.inet6.ip6.forwarding=')}1`,
      taken('route add -inet6 default fe80::9%|', 'em1'),
      taken('expect frame 1 forwarded in |', '"lan.pcap"'),
      `${taken('add ::1 ::2 esp 256 -E null -A |', 'hmac-sha1')}/12 "twenty bytes of akey"`,
    ];
    for (const line of lines) assert.deepEqual(stackProblems(parseStack(machine + line, '')), [], line);
  });

  it('offers nothing in a comment', () => {
    assert.deepEqual(offered('# rou|'), []);
    assert.ok(offered('ifconfig em0 up # so\nrou|').includes('route'));
  });

  it('names interfaces with their host outside the blocks of hosts', () => {
    const hosts = 'host A {\n  ifconfig em0 up\n}\nhost B {\n  ifconfig em1 up\n}\n';
    const offeredBehind = (line: string) =>
      completeStack(hosts + line, hosts.length + line.length, []).map(({ text }) => text);
    assert.deepEqual(offeredBehind('link '), ['A.em0', 'B.em1']);
    assert.deepEqual(offeredBehind('link A.em0 '), ['B.em1']);
    assert.deepEqual(offeredBehind('link A.em0 B.em1 '), ['delay']);
    assert.deepEqual(offeredBehind('replay "f.pcap" on '), ['A.em0', 'B.em1']);
  });

  it('never throws, wherever it is asked', () => {
    const text = `${machine}expect frame 1 dropped at x=\nfault f E for "ipv6\nat 5s\n;;"\nroute add ::/999999 %`;
    for (let at = 0; at <= text.length; at++) completeStack(text, at);
  });
});
