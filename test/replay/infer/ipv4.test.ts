/**
 * What is concluded from IPv4 packets, ARP and DHCP, and that the machine then does what the real one did.
 */
import { strict as assert } from 'node:assert';
import { type Capture, PcapngWriter } from '../../../src/capture';
import { Inference } from '../../../src/replay/infer';
import { pcapFile } from '../../capture/build';
import { comparedBy } from '../compared';
import { input } from '../lab';
import { runToEnd } from '../oracle';
import { captureOf, inferredDocument, inferredReplay, inferredText } from './inferred';

const ROUTER = '25-ipv4-router-r1-lan+wan.pcapng';
const router = (): Capture => input(ROUTER, null).capture;

/** Frames that the real router sent and the inferred one does not send so, each with the reason. */
const differences: Readonly<Record<number, string>> = {
  22: 'Where no route leads, Linux answers "network unreachable"; ip_forward of BSD answers "host unreachable".',
  40: 'Fragments of an echo reply bear the identification that each kernel gave it.',
  41: 'As frame 40.',
  54: 'Nothing here says on which ports no program listens.',
  62: 'Linux asks a silent neighbour three times by a timer, then tells the sender. BSD asks when packets come, and tells nobody of the one that waited.',
};

const A = [2, 0, 0, 0, 0, 1];
const B = [2, 0, 0, 0, 0, 2];
const ALL = [255, 255, 255, 255, 255, 255];

const arp = (op: number, from: number[], own: number[], to: number[], target: number[]): number[] => [
  ...[...to, ...from, 8, 6, 0, 1, 8, 0, 6, 4, 0, op],
  ...[...from, ...own, ...(to === ALL ? [0, 0, 0, 0, 0, 0] : to), ...target],
];

const ip = (
  from: number[],
  source: number[],
  to: number[],
  target: number[],
  ttl = 64,
  payload = [0, 9, 0, 9, 0, 8, 0, 0],
): number[] => [
  ...[...to, ...from, 8, 0, 0x45, 0, (20 + payload.length) >> 8, (20 + payload.length) & 255],
  ...[0, 1, 0, 0, ttl, 17, 0, 0, ...source, ...target, ...payload],
];

/** A server's answer that gives `client` an address. */
const dhcp = (client: number[], options: number[]): number[] => {
  const message = new Array<number>(240).fill(0);
  message[0] = 2;
  message.splice(16, 4, ...client);
  message.splice(236, 4, 0x63, 0x82, 0x53, 0x63);
  return [0, 67, 0, 68, 0, 8 + 240 + options.length, 0, 0, ...message, ...options];
};

/** An ICMP error of A about a packet. */
const icmpError = (type: number, code: number, of: number[]): number[] => {
  const answer = ip(A, [10, 0, 0, 9], B, of.slice(26, 30), 64, [
    type,
    code,
    0,
    0,
    0,
    0,
    0,
    0,
    ...of.slice(14),
  ]);
  answer[23] = 1;
  return answer;
};

/**
 * The commands for em0, which the machine with link address A has, inferred from frames; nothing is wrong in
 * them.
 */
function linesOf(frames: readonly number[][]): string[] {
  const writer = new PcapngWriter();
  const id = writer.addInterface({ name: 'em0', linkType: 1 });
  for (const [i, frame] of frames.entries()) {
    const direction = A.every((byte, k) => byte === frame[6 + k]) ? 2 : 1;
    writer.packet({
      interface: id,
      seconds: 1 + i,
      nanoseconds: 0,
      bytes: Uint8Array.from(frame),
      direction,
    });
  }
  return commandsOf(captureOf(writer.take()));
}

const commandsOf = (capture: Capture): string[] =>
  inferredDocument(capture, 'a.pcapng')
    .source.text.split('\n')
    .filter(line => /^(sysctl|ifconfig|route|arp|ipfw)/.test(line) && !line.includes(' ether '));

describe('machines inferred from IPv4', () => {
  it('tells of a router everything that its frames show', () => {
    assert.deepEqual(inferredText(router(), ROUTER).split('\n').slice(3), [
      '# lan is 02:00:00:00:01:02: packets leave it again with a hop limit one lower (frames 3, 4, 9 and others). It could also be 02:00:00:00:01:01.',
      '# wan is 02:00:00:00:02:01: packets leave it again with a hop limit one lower (frames 7, 8, 11 and others). It could also be 02:00:00:00:02:02.',
      '',
      'sysctl net.inet.ip.forwarding=1 # frames 3, 4, 7 and others: it forwards IPv4',
      '',
      'ifconfig lan ether 02:00:00:00:01:02',
      'ifconfig lan inet 192.0.2.1/24 # frames 2, 14, 16 and others; the broadcast address of frame 57 tells the length of the prefix',
      '',
      'ifconfig wan ether 02:00:00:00:02:01',
      'ifconfig wan inet 198.51.100.1/24 # frames 5, 29, 52 and others; the length of the prefix is a guess',
      'ifconfig wan mtu 1280 # frame 14: Fragmentation Needed',
      '',
      'route add -inet 203.0.113.0/24 192.0.2.2 # frames 42, 43, 46 and others',
      'route add -inet 10.1.0.1/32 127.0.0.1 -reject # frame 23: answered by frame 24, ICMP type 3, code 1',
      'ipfw add deny ip4 from any to 10.3.0.1 in # frame 27: nothing came of it',
      '',
      '# There is no route to 8.8.8.8: frame 21, answered by frame 22.',
      '# Not concluded: an IPv4 default route.',
      '# No frame can tell: IPsec policies, sysctl values, filter rules that let packets pass, routes that nothing used.',
      '',
      `replay "${ROUTER}"`,
      '',
    ]);
  });

  it('sends what the real router sent, but for what is told here', () => {
    const replay = inferredReplay(router(), ROUTER);
    assert.ok(replay !== null);
    const { all } = comparedBy(replay, [ROUTER], ['lan', 'wan']);
    const otherwise = all
      .filter(one => one.counts && one.compare !== 'agree')
      .map(one => replay.script.order.frame(one.position) + 1);
    assert.deepEqual(
      otherwise.sort((a, b) => a - b),
      Object.keys(differences).map(Number),
    );
    assert.equal(all.filter(one => one.compare === 'agree').length, 24);
  });

  it('drops the packets that the real router dropped', () => {
    const replay = inferredReplay(router(), ROUTER);
    assert.ok(replay !== null);
    const dropped = [...runToEnd(replay).entries()]
      .filter(([, did]) => did?.verdict === 'dropped')
      .map(([position]) => replay.script.order.frame(position) + 1);
    // The last asks by ARP for somebody else.
    assert.deepEqual(dropped, [13, 15, 21, 23, 27, 47]);
  });

  it('tells facts of both families, and no prefix whose length is a guess', () => {
    const inference = new Inference(router());
    inference.step();
    const { addresses, prefixes } = inference.facts();
    assert.deepEqual(
      { addresses, prefixes },
      { addresses: ['192.0.2.1', '198.51.100.1'], prefixes: ['192.0.2.0/24'] },
    );
  });

  it('takes a prefix as wide as ARP asks, and a default route by who gets what is for far away', () => {
    const far = ip(A, [10, 0, 0, 9], B, [203, 0, 113, 5]);
    const asked = [arp(1, A, [10, 0, 0, 9], ALL, [10, 0, 3, 1]), arp(2, B, [10, 0, 3, 1], A, [10, 0, 0, 9])];
    assert.deepEqual(linesOf([...asked, far, far]), [
      'ifconfig em0 inet 10.0.0.9/22 # frame 1; the prefix holds what ARP asks for (frame 1)',
      'route add -inet default 10.0.3.1 # frames 3, 4',
    ]);
  });

  it('makes up an address of a gateway of which only the link address is seen, and that of the machine where none is', () => {
    assert.deepEqual(linesOf([ip(A, [10, 0, 0, 9], B, [203, 0, 113, 5])]), [
      'ifconfig em0 inet 10.0.0.9/24 # frame 1; the length of the prefix is a guess',
      "route add -inet default 10.0.0.1 # frame 1; the gateway's address is made up, its link address is seen",
      'arp -s 10.0.0.1 02:00:00:00:00:02 # frame 1 needs it, and no frame tells it',
    ]);
    assert.deepEqual(linesOf([ip(A, [198, 51, 100, 7], B, [203, 0, 113, 5], 50)]), [
      'sysctl net.inet.ip.forwarding=1 # frame 1: it forwards IPv4',
      'ifconfig em0 inet 169.254.1.1/24 # made up: no frame shows an address here; the length of the prefix is a guess',
      "route add -inet 203.0.113.0/24 169.254.1.2 # frame 1; the gateway's address is made up, its link address is seen",
      'arp -s 169.254.1.2 02:00:00:00:00:02 # frame 1 needs it, and no frame tells it',
    ]);
  });

  it('takes mask and router of a DHCP answer', () => {
    const answer = dhcp([10, 0, 0, 9], [53, 1, 5, 1, 4, 255, 255, 240, 0, 3, 4, 10, 0, 0, 2, 255]);
    const lines = linesOf([
      ip(B, [10, 0, 0, 1], A, [10, 0, 0, 9], 64, answer),
      arp(1, A, [0, 0, 0, 0], ALL, [10, 0, 0, 9]),
    ]);
    assert.deepEqual(lines, [
      'ifconfig em0 inet 10.0.0.9/20 # frame 2; DHCP tells the length of the prefix (frame 1)',
      'route add -inet default 10.0.0.2 # frame 1',
    ]);
  });

  it('takes the length of a prefix from its broadcast address', () => {
    const lengths = [
      [63, '26'],
      [255, '24'],
    ] as const;
    for (const [last, length] of lengths) {
      assert.deepEqual(linesOf([ip(A, [10, 0, 1, 9], ALL, [10, 0, 1, last])]), [
        `ifconfig em0 inet 10.0.1.9/${length} # frame 1; the broadcast address of frame 1 tells the length of the prefix`,
      ]);
    }
  });

  it('gives an interface all its addresses, and leaves frames of VLANs out', () => {
    const tagged = [...A, ...B, 0x81, 0, 0, 7, 8, 0, ...ip(B, [10, 9, 0, 1], A, [10, 9, 0, 2]).slice(14)];
    const own = [10, 20].map(net => arp(1, A, [10, 0, net, 9], ALL, [10, 0, net, 1]));
    assert.deepEqual(linesOf([...own, tagged]), [
      'ifconfig em0 inet 10.0.10.9/24 # frame 1; the length of the prefix is a guess',
      'ifconfig em0 inet 10.0.20.9/24 alias # frame 2; the length of the prefix is a guess',
    ]);
  });

  it('refuses what the machine refused, with the answer that it gave', () => {
    const asked = ip(B, [10, 0, 0, 7], A, [203, 0, 113, 5]);
    assert.deepEqual(
      linesOf([arp(1, A, [10, 0, 0, 9], ALL, [10, 0, 0, 7]), asked, icmpError(3, 13, asked)]),
      [
        'sysctl net.inet.ip.forwarding=1 # frame 3: it forwards IPv4',
        'ifconfig em0 inet 10.0.0.9/24 # frames 1, 3; the length of the prefix is a guess',
        'ipfw add unreach 13 ip4 from any to 203.0.113.5 in # frame 2: answered by frame 3, ICMP type 3, code 13',
        'arp -s 10.0.0.7 02:00:00:00:00:02 # frame 3 needs it, and no frame tells it',
      ],
    );
  });

  it('takes links without link addresses, and the loopback', () => {
    const packet = (source: number[]): Uint8Array =>
      Uint8Array.from(ip(A, source, B, [127, 0, 0, 1]).slice(14));
    const on = (network: number, bytes: Uint8Array): Capture =>
      captureOf(pcapFile({ network }, [{ seconds: 1, ticks: 0, bytes }]));
    assert.deepEqual(commandsOf(on(101, packet([127, 0, 0, 1]))), []);
    assert.match(inferredText(on(101, packet([127, 0, 0, 1])), 'a.pcap'), /^replay "a\.pcap" on lo0$/m);
    assert.deepEqual(commandsOf(on(101, Uint8Array.from(ip(A, [10, 0, 0, 1], B, [10, 0, 0, 2]).slice(14)))), [
      'ifconfig tun0 inet 10.0.0.2/24 # frame 1; the length of the prefix is a guess',
    ]);
  });
});
