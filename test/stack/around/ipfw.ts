/** ipfw: rules as ipfw(8) writes them, held against packets of both families. */
import assert from 'node:assert/strict';
import { applyCommand, isMachineCommand, parseStack, problemLine } from '../../../src/config/index';
import { PFIL_CONSUMED, PFIL_IN, PFIL_OUT } from '../../../src/stack/surroundings';
import { parseIpv4 } from '../../../src/wire/address';
import { put16 } from '../../../src/wire/bytes';
import { foldChecksum, sumBytes } from '../../../src/wire/checksum';
import { type Lab, type Outcome, router } from '../lab';
import { errorOf, ethernet, fragmentHeader, icmp6Packet, ip6, join, optionsHeader } from '../packets';

/** A router after these commands of ipfw. */
function withRules(...commands: readonly string[]): Lab {
  return configure(router(), ...commands);
}

function configure(lab: Lab, ...commands: readonly string[]): Lab {
  const document = parseStack(commands.map(command => `ipfw ${command}\n`).join(''), 'rules.stack');
  assert.deepEqual(
    document.problems.map(problem => problemLine(document.source, problem)),
    [],
  );
  return lab.each((stack, host) => {
    for (const command of document.commands) {
      if (isMachineCommand(command)) assert.equal(applyCommand(stack, host, command), null);
    }
  });
}

const rulesOf = (lab: Lab) => lab.host.ipfw.map(rule => [rule.number, rule.action, rule.packets]);
const hasStep = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);

interface Ip4Fields {
  readonly src?: string;
  readonly dst?: string;
  readonly proto?: number;
  readonly ttl?: number;
  /** In units of 8 bytes. */
  readonly offset?: number;
  readonly payload?: readonly number[];
}

/** An IPv4 packet: UDP from port 1234 to port 53 unless said otherwise. */
function ip4({ src, dst, proto, ttl, offset, payload }: Ip4Fields = {}): Uint8Array {
  const data = payload ?? [0x04, 0xd2, 0x00, 0x35, 0, 8, 0, 0];
  const bytes = new Uint8Array(20 + data.length);
  bytes.set([0x45, 0, 0, bytes.length, 0, 7, 0, offset ?? 0, ttl ?? 64, proto ?? 17]);
  bytes.set(parseIpv4(src ?? '192.0.2.50') ?? [], 12);
  bytes.set(parseIpv4(dst ?? '198.51.100.60') ?? [], 16);
  bytes.set(data, 20);
  put16(bytes, 10, foldChecksum(sumBytes(bytes, 0, 20)));
  return bytes;
}

/** A header of TCP with these flags, to port 23. */
const tcp = (flags: number) => [0x04, 0xd2, 0, 23, 0, 0, 0, 9, 0, 0, 0, 7, 0x50, flags, 0, 0, 0, 0, 0, 0];
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

/** Shows a packet to the filters of a router: what they answer, and their steps. */
function filter(lab: Lab, packet: Uint8Array, direction = PFIL_IN, tags: { cookie: number }[] = []) {
  let answer = 0;
  const outcome = lab.event((stack, host) => {
    const m = stack.m_get(host, packet.slice(), 0, packet.length);
    m.rcvif = stack.ifunit(host, 'em0');
    m.tags = tags.map(({ cookie }) => ({ id: stack.PACKET_TAG_DIVERT, info: 0, cookie }));
    const ifp = stack.ifunit(host, direction === PFIL_IN ? 'em0' : 'em1');
    assert.ok(ifp);
    answer = host.surroundings.pfil_run_hooks(host, m, ifp, direction);
  });
  return { ...outcome, answer };
}

const EACCES = 13;
const ends = { src: '2001:db8:1::10', dst: '2001:db8:2::20' };

describe('ipfw', () => {
  const echo = icmp6Packet({ ...ends, type: 128 });
  const later = ip6({ nxt: 44, payload: join(fragmentHeader(17, 8, false, 1), [1]) });
  const first = ip6({ nxt: 44, payload: join(fragmentHeader(17, 0, true, 1), ip6().slice(40)) });
  const hits: readonly [name: string, rule: string, packet: Uint8Array, denied: boolean][] = [
    ['everything', 'ip from any to any', ip6(), true],
    ['in', 'ip from any to any in', ip6(), true],
    ['a protocol', 'udp from any to any', ip6(), true],
    ['another protocol', 'tcp from any to any', ip6(), false],
    ['one of several protocols', '{ tcp or udp } from any to any', ip6(), true],
    ['none of several protocols', '{ tcp or esp } from any to any', ip6(), false],
    ['all but a protocol', 'not tcp from any to any', ip6(), true],
    ['IPv6', 'ip6 from any to any', ip6(), true],
    ['IPv4', 'ip4 from any to any', ip6(), false],
    [
      'a protocol behind options',
      'udp from any to any',
      ip6({ nxt: 0, payload: join(optionsHeader(17, [1, 4, 0, 0, 0, 0]), ip6().slice(40)) }),
      true,
    ],
    // ipfw_chk takes the protocol from the fragment header, whatever the offset.
    ['the protocol of a later fragment', 'udp from any to any', later, true],
    ['a later fragment', 'ip from any to any frag', later, true],
    ['the first fragment', 'ip from any to any frag', first, true],
    ['a port of the first fragment', 'udp from any to any 1-65535', first, false],
    ['a later fragment, but it is whole', 'ip from any to any frag', ip6(), false],
    ['a port of a later fragment', 'udp from any to any 1-65535', later, false],
    ['the source', 'ip from 2001:db8:1::/64 to any', ip6(), true],
    ['another source', 'ip from 2001:db8:2::/64 to any', ip6(), false],
    ['all but a source', 'ip from not 2001:db8:2::/64 to any', ip6(), true],
    ['all but a list', 'ip from not 2001:db8:1::/64,2001:db8:7::1 to any', ip6(), false],
    ['a list', 'ip from 2001:db8:7::1,2001:db8:1::/64 to any', ip6(), true],
    ['an or-block', 'ip from { 2001:db8:7::1 or not 2001:db8:8::/48 } to any', ip6(), true],
    ['IPv4 addresses', 'ip from 0.0.0.0/0 to any', ip6(), false],
    [
      'a prefix that ends within a byte',
      'ip from any to 2001:db8:2:8000::/49',
      ip6({ dst: '2001:db8:2:8001::1' }),
      true,
    ],
    [
      'a prefix that ends within a byte, outside',
      'ip from any to 2001:db8:2:8000::/49',
      ip6({ dst: '2001:db8:2:1::1' }),
      false,
    ],
    ['one address', 'ip from any to 2001:db8:2::20', ip6(), true],
    ['to me', 'ip from any to me', ip6({ dst: '2001:db8:2::1' }), true],
    ['to me6', 'ip from any to me6', ip6({ dst: '2001:db8:2::1' }), true],
    ['to me, but it is another', 'ip from any to me', ip6(), false],
    ['an extension header', 'ip from any to any ext6hdr frag,esp', later, true],
    ['another extension header', 'ip from any to any ext6hdr hopopt,route,dstopt,ah', later, false],
    ['a flow label', 'ip from any to any flow-id 7,0', ip6(), true],
    ['another flow label', 'ip from any to any flow-id 7', ip6(), false],
    ['a source by its way back', 'ip from any to any verrevpath in', ip6(), true],
    ['another way back', 'ip from any to any verrevpath in', ip6({ src: '2001:db8:2::10' }), false],
    ['the way back of what goes out', 'ip from any to any not verrevpath out', ip6(), false],
    [
      'a link-local source',
      'ip from any to any not verrevpath',
      ip6({ src: 'fe80::10', dst: 'ff02::1' }),
      false,
    ],
    ['a source without a route', 'ip from any to any versrcreach in', ip6({ src: '2001:db8:9::1' }), false],
    ['a source with a route', 'ip from any to any versrcreach in', ip6({ src: '2001:db8:2::10' }), true],
    ['a source of another link', 'ip from any to any antispoof in', ip6({ src: '2001:db8:2::10' }), false],
    ['our own source from outside', 'ip from any to any antispoof in', ip6({ src: '2001:db8:2::1' }), false],
    ['a source of no link', 'ip from any to any antispoof in', ip6({ src: '2001:db8:9::1' }), true],
    ['options alone', 'src-ipv6 2001:db8:1::/64 in', ip6(), true],
    ['recv', 'ip from any to any recv em0', ip6(), true],
    ['recv of another', 'ip from any to any recv em1', ip6(), false],
    ['recv of any', 'ip from any to any recv any', ip6(), true],
    ['recv by address', 'ip from any to any recv 2001:db8:1::1', ip6(), true],
    ['recv by the address of another', 'ip from any to any recv 2001:db8:2::1', ip6(), false],
    ['via where it comes in', 'ip from any to any via em0', ip6(), true],
    ['via where it leaves', 'ip from any to any via em1', ip6(), true],
    ['via another', 'ip from any to any via em7', ip6(), false],
    ['not via another', 'ip from any to any not via em7', ip6(), true],
    ['xmit', 'ip from any to any xmit em1', ip6(), true],
    ['xmit of another', 'ip from any to any xmit em0', ip6(), false],
    ['any of a kind', 'ip from any to any via em*', ip6(), true],
    ['any of another kind', 'ip from any to any via fxp*', ip6(), false],
    ['recv and xmit', 'ip from any to any out recv em0 xmit em1', ip6(), true],
    ['a type of ICMPv6', 'ip from any to any icmp6types 128', echo, true],
    ['another type of ICMPv6', 'ip from any to any icmp6types 1-4', echo, false],
  ];
  for (const [name, rule, packet, denied] of hits) {
    it(`deny ${name}: ${denied ? 'matches' : 'does not match'}`, () => {
      const lab = withRules(`add 100 deny ${rule}`);
      const outcome = lab.receive(ethernet(packet));
      assert.equal(outcome.path.includes('ipfw_chk.rule=deny'), denied);
      if (denied) assert.equal(outcome.verdict, 'dropped');
      assert.equal(lab.host.ipfw[0].packets, denied ? 1 : 0);
      assert.equal(lab.host.ipfw[0].bytes, denied ? packet.length : 0);
    });
  }

  /** Precedence 6, low delay. */
  const served = ip4();
  served[1] = 0xd0;
  /** Options: one that records the way. */
  const recorded = new Uint8Array(36);
  recorded.set(ip4().subarray(0, 20));
  recorded.set([7, 7, 4, 0, 0, 0, 0, 0], 20);
  recorded.set(ip4().subarray(20), 28);
  recorded[0] = 0x47;
  recorded[3] = 36;
  /** A maximum segment size, and two bytes of data. */
  const segment = ip4({ proto: 6, payload: [...tcp(SYN), 2, 4, 5, 0xb4, 1, 2] });
  segment[32] = 0x60;
  const hits4: readonly [name: string, rule: string, packet: Uint8Array, denied: boolean][] = [
    ['IPv4', 'ip4 from any to any', ip4(), true],
    ['IPv6', 'ip6 from any to any', ip4(), false],
    ['a prefix', 'udp from 192.0.2.0/24 to 198.51.100.60', ip4(), true],
    ['a mask with a hole', 'ip from 192.0.0.50:255.255.0.255 to any', ip4(), true],
    ['a mask with a hole, outside', 'ip from 192.0.0.51:255.255.0.255 to any', ip4(), false],
    ['me', 'ip from any to me', ip4(), false],
    ['a port', 'udp from any 1234 to any domain', ip4(), true],
    ['a range of ports', 'udp from any to any 22,50-60', ip4(), true],
    ['all but a port', 'udp from any to any not 53', ip4(), false],
    ['ports as an option', 'ip from any to any dst-port 53 src-port 1-2000', ip4(), true],
    [
      'addresses and protocol as options',
      'ip from any to any src-ip 192.0.2.50 { proto tcp or proto 17 }',
      ip4(),
      true,
    ],
    ['ports of what has none', 'ip from any to any 1-65535', ip4({ proto: 50 }), false],
    ['a later fragment', 'ip from any to any frag', ip4({ offset: 3 }), true],
    ['established', 'tcp from any to any established', ip4({ proto: 6, payload: tcp(ACK) }), true],
    [
      'established, but it opens',
      'tcp from any to any established',
      ip4({ proto: 6, payload: tcp(SYN) }),
      false,
    ],
    [
      'established without any flag',
      'tcp from any to any established',
      ip4({ proto: 6, payload: tcp(0) }),
      true,
    ],
    ['setup', 'tcp from any to any setup', ip4({ proto: 6, payload: tcp(SYN) }), true],
    ['setup, but it answers', 'tcp from any to any setup', ip4({ proto: 6, payload: tcp(SYN | ACK) }), false],
    ['flags', 'tcp from any to any tcpflags syn,!fin', ip4({ proto: 6, payload: tcp(SYN) }), true],
    [
      'flags that must not be',
      'tcp from any to any tcpflags !syn',
      ip4({ proto: 6, payload: tcp(SYN) }),
      false,
    ],
    ['flags of no TCP', 'ip from any to any setup', ip4(), false],
    ['a type of ICMP', 'icmp from any to any icmptypes 0,8', ip4({ proto: 1, payload: [8, 0, 0, 0] }), true],
    [
      'another type of ICMP',
      'icmp from any to any icmptypes 0',
      ip4({ proto: 1, payload: [8, 0, 0, 0] }),
      false,
    ],
    ['a length', 'ip from any to any iplen 28', ip4(), true],
    ['an identification', 'ip from any to any ipid 1-7', ip4(), true],
    ['a time to live', 'ip from any to any ipttl 1', ip4({ ttl: 1 }), true],
    ['another time to live', 'ip from any to any ipttl 0-1', ip4(), false],
    ['the time to live of IPv6', 'ip from any to any ipttl 0-255', ip6(), false],
    ['a set by the last byte', 'ip from 192.0.2.0/24{1-9,50} to any', ip4(), true],
    ['a set without the last byte', 'ip from 192.0.2.0/24{1-9,51} to any', ip4(), false],
    ['a set of another prefix', 'ip from 192.0.3.0{50} to any', ip4(), false],
    ['a block in parentheses', 'ip from ( 192.0.2.9 or 192.0.2.50 ) to any', ip4(), true],
    ['a type of service', 'ip from any to any iptos lowdelay,!throughput', served, true],
    ['another type of service', 'ip from any to any iptos lowdelay,reliability', served, false],
    ['a precedence', 'ip from any to any ipprecedence 6', served, true],
    ['another precedence', 'ip from any to any ipprecedence 0', served, false],
    ['a version', 'ip from any to any ipversion 4', ip4(), true],
    ['the version of IPv6', 'ip from any to any ipversion 6', ip6(), false],
    ['options of IPv4', 'ip from any to any ipoptions rr,!lsrr', recorded, true],
    ['options of IPv4 that must not be', 'ip from any to any ipoptions !rr', recorded, false],
    ['no options of IPv4', 'ip from any to any ipoptions !ssrr,!ts', ip4(), true],
    ['a sequence number', 'ip from any to any tcpseq 9', segment, true],
    ['another sequence number', 'ip from any to any tcpseq 8', segment, false],
    ['an acknowledgement number', 'ip from any to any tcpack 7', segment, true],
    ['a window', 'ip from any to any tcpwin 0', segment, true],
    ['another window', 'ip from any to any tcpwin 1', segment, false],
    ['bytes of data', 'ip from any to any tcpdatalen 1-3', segment, true],
    ['other bytes of data', 'ip from any to any tcpdatalen 0,8', segment, false],
    ['options of TCP', 'ip from any to any tcpoptions mss,!sack', segment, true],
    ['other options of TCP', 'ip from any to any tcpoptions !mss', segment, false],
    ['fields of TCP in UDP', 'ip from any to any tcpdatalen 0-100', ip4(), false],
    ['not diverted', 'ip from any to any diverted', ip4(), false],
  ];
  for (const [name, rule, packet, denied] of hits4) {
    it(`deny ${name} of what comes in over IPv4: ${denied ? 'matches' : 'does not match'}`, () => {
      assert.equal(filter(withRules(`add 100 deny ${rule}`), packet).answer, denied ? EACCES : 0);
    });
  }

  it('refused on the way in: silently; on the way out: the sender is told of an unreachable address', () => {
    const inbound = withRules('add deny ip from any to any in').receive(ethernet(ip6()));
    assert.deepEqual(
      [inbound.verdict, inbound.by, inbound.sent],
      ['dropped', 'ip6_input.input-filter=refused', []],
    );
    const outbound = withRules('add deny ip from any to any xmit em1').receive(ethernet(ip6()));
    assert.deepEqual([outbound.verdict, outbound.by], ['dropped', 'ip6_forward.output-filter=blocked']);
    assert.deepEqual(errorOf(outbound.sent[0].bytes), [1, 3, 0]);
  });

  it('every rule considered is a step that says what did not match; the first that decides wins; count only counts', () => {
    const lab = withRules(
      'add 300 deny ip from any to any',
      'add 100 count ip from any to any',
      'add 200 allow ip from any to any',
      'add 100 count tcp from any to any',
      'add 150 deny ip from ::1 to any',
      'add 150 deny ip from any to ::1',
      'add 150 deny ip from any to any recv em1',
    );
    const outcome = lab.receive(ethernet(ip6()));
    assert.equal(outcome.verdict, 'forwarded');
    assert.deepEqual(outcome.path.filter(step => step.startsWith('ipfw_chk')).slice(0, 7), [
      'ipfw_chk.match=counts',
      'ipfw_chk.match=other-protocol',
      'ipfw_chk.match=other-source',
      'ipfw_chk.match=other-destination',
      'ipfw_chk.match=other-option',
      'ipfw_chk.match=matches',
      'ipfw_chk.rule=allow',
    ]);
    assert.deepEqual(
      rulesOf(lab),
      [
        [100, 'count', 2],
        [100, 'count', 0],
        [150, 'deny', 0],
        [150, 'deny', 0],
        [150, 'deny', 0],
        [200, 'allow', 2],
        [300, 'deny', 0],
      ],
      'in order of their numbers, equal ones in the order added; asked on the way in and out',
    );
    const lines = outcome.steps.flatMap(({ used }) => used.map(origin => origin.line));
    assert.ok(lines.includes(3), 'a rule that matches is a place to stop on');
  });

  it('rule 65535 lets everything pass', () => {
    const outcome = withRules('add deny tcp from any to any').receive(ethernet(ip6()));
    assert.equal(outcome.verdict, 'forwarded');
    hasStep(outcome, 'ipfw_chk.rule=default');
  });

  it('skipto leads on to the first rule of that number or a larger one, and never back', () => {
    const lab = withRules(
      'add 100 skipto 250 ip from any to any',
      'add 200 deny ip from any to any',
      'add 300 skipto 50 ip from any to any',
      'add 400 allow ip from any to any',
    );
    const outcome = filter(lab, ip4());
    assert.equal(outcome.answer, 0);
    hasStep(outcome, 'ipfw_chk.match=skips');
    assert.deepEqual(
      rulesOf(lab).map(([, , packets]) => packets),
      [1, 0, 1, 1],
    );
  });

  it('rules of a disabled set are passed over; sets can be moved, swapped and deleted, and flush leaves set 31', () => {
    const lab = withRules('add 100 set 3 deny ip from any to any', 'add 200 set 31 allow ip from any to any');
    assert.equal(filter(lab, ip4()).answer, EACCES);
    configure(lab, 'set disable 3');
    hasStep(filter(lab, ip4()), 'ipfw_chk.match=other-set');
    configure(lab, 'set enable 3 disable 4', 'set move 3 to 4');
    assert.equal(filter(lab, ip4()).answer, 0);
    configure(lab, 'set swap 4 5', 'set move rule 100 to 6');
    assert.equal(filter(lab, ip4()).answer, EACCES);
    configure(lab, 'add 300 set 6 count ip from any to any', 'delete set 6');
    assert.deepEqual(
      rulesOf(lab).map(([number]) => number),
      [200],
    );
    configure(lab, 'add 100 deny ip from any to any', 'flush');
    assert.deepEqual(
      rulesOf(lab).map(([number]) => number),
      [200],
    );
  });

  it('tables hold addresses of both families, the longest prefix first, each with a value', () => {
    const lab = withRules(
      'table 1 add 192.0.2.0/24 7',
      'table 1 add 192.0.2.32/27 8',
      'table 1 add 2001:db8:1::/48 9',
      'table 2 add 192.0.2.50',
      'add 100 deny ip from table(1,8) to any',
      'add 200 deny ip from table(1) to not table(2)',
    );
    assert.equal(lab.host.ipfwTables.get(1)?.length, 3);
    filter(lab, ip4());
    filter(lab, ip6());
    filter(lab, ip4({ src: '192.0.2.80', dst: '192.0.2.50' }));
    assert.deepEqual(rulesOf(lab), [
      [100, 'deny', 1],
      [200, 'deny', 1],
    ]);
    configure(lab, 'table 1 delete 192.0.2.32/27', 'table 2 flush');
    filter(lab, ip4());
    assert.equal(lab.host.ipfw[1].packets, 2);
  });

  it('unreach6 and reset6 answer what they refuse, but no error and no reset', () => {
    const unreach = withRules('add unreach6 port ip from any to any in').receive(ethernet(ip6()));
    assert.equal(unreach.verdict, 'dropped');
    assert.deepEqual(errorOf(unreach.sent[0].bytes), [1, 4, 0]);
    const error = ethernet(icmp6Packet({ ...ends, type: 1 }, new Array(44).fill(0)));
    assert.deepEqual(withRules('add unreach6 0 ip from any to any in').receive(error).sent, []);
    const reset = withRules('add reset6 ip from any to any in');
    const answer = reset.receive(ethernet(ip6({ nxt: 6, payload: Uint8Array.from(tcp(SYN)) })));
    assert.deepEqual([answer.sent[0].bytes[6], answer.sent[0].bytes[53]], [6, RST | ACK]);
    assert.deepEqual([...answer.sent[0].bytes.subarray(48, 52)], [0, 0, 0, 10], 'a SYN counts as one');
    const plain = reset.receive(ethernet(ip6({ nxt: 6, payload: Uint8Array.from(tcp(ACK)) })));
    assert.deepEqual([...plain.sent[0].bytes.subarray(44, 48)], [0, 0, 0, 7], 'the number that was awaited');
    assert.deepEqual(reset.receive(ethernet(ip6({ nxt: 6, payload: Uint8Array.from(tcp(RST)) }))).sent, []);
    assert.deepEqual(reset.receive(ethernet(ip6())).sent, [], 'nothing else is reset');
  });

  it('reject, unreach and reset answer senders of IPv4', () => {
    const lab = (rule: string) =>
      withRules(`add ${rule} ip from any to any in`).each((stack, host, em) => {
        const addr = parseIpv4('192.0.2.1') as Uint8Array;
        stack.in_ifadd(host, em('em0'), { addr, prefixlen: 24 });
      });
    const bytesOf = (outcome: Outcome) => outcome.path.filter(step => step.startsWith('icmp_error.'));
    assert.ok(bytesOf(filter(lab('reject'), ip4())).length > 0);
    assert.ok(bytesOf(filter(lab('unreach port'), ip4())).length > 0);
    const reset = filter(lab('reset'), ip4({ proto: 6, payload: tcp(SYN) }));
    assert.ok(reset.path.some(step => step.startsWith('ip_output.')));
    assert.equal(
      filter(lab('reject'), ip4({ offset: 3 })).path.length,
      2,
      'nothing is said of a later fragment',
    );
  });

  it('reject, unreach and reset answer senders of IPv6 with the same code; unreach6 and reset6 no sender of IPv4', () => {
    const refuse = (action: string, packet: Uint8Array, options = '') =>
      withRules(`add ${action} ip from any to any ${options}`).receive(ethernet(packet));
    assert.deepEqual(errorOf(refuse('reject', ip6(), 'in').sent[0].bytes), [1, 1, 0]);
    assert.deepEqual(errorOf(refuse('unreach port', ip6(), 'in').sent[0].bytes), [1, 3, 0]);
    const segment = ip6({ nxt: 6, payload: Uint8Array.from([...tcp(SYN), 1, 2]) });
    const [{ bytes: reset }] = refuse('reset', segment).sent;
    assert.deepEqual([reset[6], reset[7], reset[53]], [6, 64, RST | ACK], 'and no rule stops the answer');
    assert.deepEqual([...reset.subarray(48, 52)], [0, 0, 0, 12], 'SYN and data are acknowledged');
    assert.deepEqual(refuse('reset', ip6()).sent, [], 'nothing but TCP is reset');
    const near = refuse('reject', ip6({ src: 'fe80::10', dst: 'fe80::1' }), 'in');
    hasStep(near, 'icmp6_reflect.source=selected');
    for (const action of ['unreach6 port', 'reset6']) {
      const outcome = filter(
        withRules(`add ${action} ip from any to any`),
        ip4({ proto: 6, payload: tcp(SYN) }),
      );
      assert.deepEqual([outcome.answer, outcome.path.length], [EACCES, 2], action);
    }
  });

  it('what is no question is refused silently', () => {
    const silent = (rule: string, packet: Uint8Array) =>
      assert.equal(filter(withRules(`add ${rule} ip from any to any`), packet).path.length, 2);
    silent('reject', ip4({ proto: 1, payload: [0, 0, 0, 0, 0, 0, 0, 0] }));
    silent('unreach6 0', icmp6Packet({ ...ends, type: 129 }));
    silent('unreach6 0', ip6({ dst: 'ff02::1' }));
  });

  it('drops what ends within a header that it looks at, whatever the rules say', () => {
    const short: readonly [proto: number, bytes: number][] = [
      [6, 19],
      [17, 7],
      [1, 3],
    ];
    for (const [proto, bytes] of short) {
      const outcome = filter(
        withRules('add allow ip from any to any'),
        ip4({ proto, payload: new Array(bytes).fill(0) }),
      );
      assert.deepEqual([outcome.answer, outcome.by], [EACCES, 'ipfw_chk.cut-short=denied']);
    }
    const outcome = withRules('add allow ip from any to any').receive(
      ethernet(ip6({ nxt: 58, payload: Uint8Array.of(128, 0, 0) })),
    );
    assert.equal(outcome.verdict, 'dropped');
    hasStep(outcome, 'ipfw_chk.cut-short=denied');
    assert.equal(
      filter(withRules('add allow ip from any to any'), ip4({ offset: 1, payload: [1] })).answer,
      0,
    );
  });

  it('net.inet.ip.fw.enable=0 asks no rule, and net.inet.ip.fw.autoinc_step is between automatic numbers', () => {
    const lab = withRules('add deny ip from any to any').each((stack, host) => {
      stack.sysctl_set(host, 'net.inet.ip.fw.enable', 0);
      stack.sysctl_set(host, 'net.inet.ip.fw.autoinc_step', 10);
    });
    assert.equal(lab.receive(ethernet(ip6())).verdict, 'forwarded');
    configure(
      lab,
      'add count ip from any to any',
      'add 65530 count ip from any to any',
      'add count ip6 from any to any',
    );
    assert.deepEqual(
      rulesOf(lab).map(([number]) => number),
      [100, 110, 65530, 65530],
    );
    lab.each((stack, host) => stack.sysctl_set(host, 'net.inet.ip.fw.enable', 1));
    assert.equal(lab.receive(ethernet(ip6())).verdict, 'dropped');
  });

  describe('divert', () => {
    /** A router with a divert socket on port 8668. */
    const withSocket = (...rules: readonly string[]) =>
      withRules(...rules).each((stack, host) => {
        const so = stack.newSocket();
        stack.div_attach(host, so, 0, 'root');
        so.so_pcb = host.divcbinfo.listhead[0];
        so.so_pcb.inp_lport = 8668;
      });
    const queueOf = (lab: Lab) => lab.host.divcbinfo.listhead[0].inp_socket.so_rcv.sb_mb;

    it('hands the packet over with the number of the rule and the interface, and nothing goes on', () => {
      const lab = withSocket('add 100 divert 8668 ip from any to any in');
      const outcome = filter(lab, ip4());
      assert.deepEqual([outcome.answer, outcome.verdict], [PFIL_CONSUMED, 'diverted']);
      assert.equal(outcome.by, 'divert_packet.socket-append=queued');
      const [{ from, m }] = queueOf(lab);
      assert.deepEqual([from.sin_port, String.fromCharCode(...from.sin_zero.subarray(0, 3))], [100, 'em0']);
      assert.equal(m.len, 28);
    });

    it('puts fragments together first', () => {
      const lab = withSocket('add 100 divert 8668 ip from any to any in');
      const first = ip4();
      first[6] = 0x20;
      assert.deepEqual([filter(lab, first).answer, queueOf(lab).length], [PFIL_CONSUMED, 0]);
      filter(lab, ip4({ offset: 1 }));
      assert.deepEqual(
        queueOf(lab).map(({ m }) => m.len),
        [36],
      );
    });

    it('is dropped when nobody listens', () => {
      const outcome = filter(withSocket('add divert 9 ip from any to any'), ip4());
      assert.deepEqual([outcome.verdict, outcome.by], ['dropped', 'divert_packet.no-socket=dropped']);
    });

    it('tee hands over a copy, whether somebody takes it or not, and lets the packet pass', () => {
      const lab = withSocket('add 100 tee 8668 ip from any to any', 'add 200 deny ip from any to any');
      const outcome = filter(lab, ip4(), PFIL_OUT);
      assert.deepEqual([outcome.answer, outcome.verdict, queueOf(lab).length], [0, 'none', 1]);
      assert.equal(filter(withSocket('add tee 9 ip from any to any'), ip4()).verdict, 'none');
    });

    it('tee without memory for a copy diverts', () => {
      const lab = withSocket('add tee 8668 ip from any to any').each((stack, host) => {
        stack.fault_add(host, { function: 'm_dup', errno: stack.ENOBUFS });
      });
      assert.equal(filter(lab, ip4()).answer, PFIL_CONSUMED);
    });

    it('goes on behind the rule when the packet comes back, behind all of its number; 0 begins anew, 65535 is dropped', () => {
      const lab = withSocket(
        'add 100 count ip from any to any',
        'add 200 divert 8668 ip from any to any',
        'add 200 deny ip from any to any',
        'add 300 count ip from any to any diverted',
        'add 300 count ip from any to any diverted-loopback',
        'add 300 count ip from any to any diverted-output',
      );
      const back = filter(lab, ip4(), PFIL_IN, [{ cookie: 200 }]);
      assert.equal(back.answer, 0);
      hasStep(back, 'ipfw_chk.resume=behind');
      assert.deepEqual(
        lab.host.ipfw.map(rule => rule.packets),
        [0, 0, 0, 1, 1, 0],
      );
      const anew = filter(lab, ip4(), PFIL_OUT, [{ cookie: 0 }]);
      assert.equal(anew.answer, PFIL_CONSUMED);
      const beyond = filter(lab, ip4(), PFIL_IN, [{ cookie: 65535 }]);
      assert.deepEqual([beyond.answer, beyond.by], [EACCES, 'ipfw_chk.resume=denied']);
    });

    it('a program gives packets back behind their rule, after a time and more than once, or keeps them', () => {
      const lab = withRules(
        'add 100 divert 8668 ip from any to any in',
        'add 150 divert 8669 ip from any to any in',
        'add 200 count ip from any to any diverted',
      ).each((stack, host, em) => {
        const addr = parseIpv4('192.0.2.1') as Uint8Array;
        assert.equal(stack.in_ifadd(host, em('em0'), { addr, prefixlen: 24 }), 0);
        const one = { delay: 5e6, address: null, name: null, values: [], mend: true };
        const line = (action: 'pass' | 'drop', cookie: number | null, copies: number) => ({
          filter: null,
          answers: [{ ...one, action, cookie, copies }],
          origin: null,
        });
        const two = line('pass', 150, 2);
        assert.equal(stack.divert_program_start(host, 8668, two), 0);
        assert.equal(stack.divert_program_start(host, 8669, line('drop', null, 1)), 0);
        assert.equal(stack.divert_program_start(host, 8669, two), stack.EADDRINUSE);
        stack.fault_add(host, { function: 'soreserve', errno: stack.ENOBUFS, times: 1 });
        assert.equal(stack.divert_program_start(host, 8670, two), stack.ENOBUFS);
      });
      const program = (outcome: Outcome) =>
        outcome.path.filter(step => /^(divert_program|ipfw_chk.resume)/.test(step));
      filter(lab, ip4());
      const before = lab.host.now;
      assert.deepEqual(program(lab.timer()), [
        'divert_program.answer=passed',
        'ipfw_chk.resume=behind',
        'ipfw_chk.resume=behind',
      ]);
      assert.equal(lab.host.now - before, 5e6);
      assert.equal(lab.host.ipfw[2].packets, 2);
      filter(lab, ip4(), PFIL_IN, [{ cookie: 100 }]);
      assert.equal(lab.timer().by, 'divert_program.answer=dropped');
      filter(lab, ip4(), PFIL_IN, [{ cookie: 100 }]);
      lab.each((stack, host) => {
        for (const { inp_socket } of host.divcbinfo.listhead) stack.soreceive(inp_socket);
      });
      assert.deepEqual(program(lab.timer()), ['divert_program.answer=nothing']);
    });

    it('a packet that a program gives back before its rule goes in a circle, until it is dropped', () => {
      const lab = withRules('add 100 divert 8668 ip from any to any in').each((stack, host, em) => {
        assert.equal(stack.in_ifadd(host, em('em0'), { addr: parseIpv4('192.0.2.1') as Uint8Array }), 0);
        const answer = { action: 'pass' as const, delay: 0, cookie: 0, copies: 1 };
        const answers = [{ ...answer, address: null, name: null, values: [], mend: true }];
        assert.equal(stack.divert_program_start(host, 8668, { filter: null, answers, origin: null }), 0);
      });
      filter(lab, ip4());
      const rounds = [];
      for (let last = lab.timer(); ; last = lab.timer()) {
        rounds.push(last.path.find(step => step.startsWith('divert_program.answer')));
        if (last.verdict === 'dropped') break;
      }
      assert.deepEqual([rounds.length, rounds.at(-1)], [101, 'divert_program.answer=circling']);
    });

    it('takes no IPv6', () => {
      const outcome = filter(withSocket('add divert 8668 ip from any to any'), ip6());
      assert.deepEqual([outcome.answer, outcome.by], [EACCES, 'ipfw_chk.rule=not-ipv4']);
    });
  });

  it('packets of ours are filtered too', () => {
    const outcome = withRules('add deny ipv6-icmp from any to any out').receive(ethernet(ip6({ hlim: 1 })));
    hasStep(outcome, 'ip6_output.output-filter=refused');
    assert.deepEqual(outcome.sent, []);
    hasStep(
      withRules('add allow ip from any to any').receive(ethernet(ip6({ hlim: 1 }))),
      'ip6_output.output-filter=passed',
    );
  });

  it('adds, deletes and flushes rules', () => {
    router().each((stack, host) => {
      const rule = (number: number, set = 0) => stack.newIpfwRule({ number, set, action: 'deny' });
      assert.equal(host.pfil6, false);
      assert.equal(stack.ipfw_add(host, rule(65535)), stack.EINVAL);
      assert.equal(stack.ipfw_add(host, rule(0)), stack.EINVAL);
      assert.equal(stack.ipfw_add(host, rule(1, 32)), stack.EINVAL);
      assert.equal(stack.ipfw_add(host, rule(100)), 0);
      assert.equal(stack.ipfw_add(host, rule(200)), 0);
      assert.equal(host.pfil6, true);
      assert.equal(stack.ipfw_delete(host, 100), 0);
      assert.equal(stack.ipfw_delete(host, 100), stack.EINVAL);
      assert.equal(host.pfil6, true);
      stack.ipfw_flush(host);
      assert.deepEqual([host.ipfw, host.pfil6], [[], false]);
    });
  });

  it('says a rule in the words it was given in', () => {
    const texts = [
      'deny udp from not 2001:db8:bad::/48 to any out recv em0 xmit em1 via em*',
      'set 2 skipto 500 { tcp or not udp } from any 1-1023,8080 to me not 53',
      'unreach filter-prohib log ip from table(1,7) to { 192.0.2.1 or 192.0.0.1:255.0.255.255 } via 192.0.2.1',
      'tee 9000 tcp from any to any tcpflags syn,!ack { in or not diverted }',
      'count ip from 192.0.2.0/25{1-9,50} to any src-ip 192.0.2.0/24{7} iptos lowdelay,!mincost ipoptions !rr ipprecedence 5 ipversion 4',
      'count tcp from any to any tcpseq 1 tcpack 2 tcpwin 3 tcpdatalen 0-4 tcpoptions mss,!ts',
      'count ip6 from any to any ext6hdr frag,esp flow-id 1,2 not verrevpath versrcreach antispoof',
      'unreach6 200 ipv6-icmp from any to any icmp6types 1,2,3 iplen 20-40',
    ];
    const lab = withRules(...texts.map(text => `add 400 ${text}`));
    lab.each((stack, host) => {
      assert.deepEqual(
        host.ipfw.map(rule => stack.describeRule(rule)),
        texts.map(text => `rule 400 ${text}`),
      );
    });
  });
});
