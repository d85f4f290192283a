/** What is concluded from captures of one kind and another, and how it is said. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PcapngWriter } from '../../../src/capture';
import { Inference } from '../../../src/replay/infer';
import { input, linux } from '../lab';
import { captureOf, inferredDocument, inferredReplay, inferredText } from './inferred';

const textOf = (file: string): string => inferredText(input(file, null).capture, file);
/** The lines that are more than a comment. */
const commands = (text: string): string[] =>
  text
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.replace(/ # .*/, ''));

const LAN = '02-ping6-forwarded-r1-lan.pcap';
const H1 = '02:00:00:00:01:01';

/** The frames of the LAN, marked as sent and received by who has a link address. */
function markedBy(mac: string): Uint8Array {
  const { capture } = input(LAN, null);
  const own = mac.split(':').map(part => Number.parseInt(part, 16));
  const writer = new PcapngWriter();
  const id = writer.addInterface({ name: 'eth7', linkType: 1 });
  for (let i = 0; i < capture.frames; i++) {
    const bytes = capture.read(i);
    const sent = own.every((byte, k) => bytes[6 + k] === byte);
    writer.packet({
      interface: id,
      seconds: capture.seconds(i),
      nanoseconds: capture.nanoseconds(i),
      bytes,
      direction: sent ? 2 : 1,
    });
  }
  return writer.take();
}

describe('inferred machines', () => {
  it('has every interface, address, neighbour and the frames that show them', () => {
    assert.deepEqual(textOf('02-ping6-forwarded-r1-lan+wan.pcapng').split('\n').slice(3), [
      '# lan is 02:00:00:00:01:02: packets leave it again with a hop limit one lower (frames 3, 4, 5 and others). It could also be 02:00:00:00:01:01.',
      '# wan is 02:00:00:00:02:01: packets leave it again with a hop limit one lower (frames 11, 14, 15 and others). It could also be 02:00:00:00:02:02.',
      '',
      'sysctl net.inet6.ip6.forwarding=1 # frames 3, 4, 5 and others: it forwards IPv6',
      '',
      'ifconfig lan ether 02:00:00:00:01:02',
      'ifconfig lan inet6 2001:db8:1::1/64 # frame 2',
      '',
      'ifconfig wan ether 02:00:00:00:02:01',
      'ifconfig wan inet6 fe80::ff:fe00:201/64 # frame 9',
      'ifconfig wan inet6 2001:db8:2::1/64 # frame 13',
      '',
      'ndp -s 2001:db8:2::10 02:00:00:00:02:02 # frames 3, 5, 7 need it, before frame 10 tells it',
      '',
      '# Not concluded: an IPv6 default route.',
      '# No frame can tell: IPsec policies, sysctl values, filter rules that let packets pass, routes that nothing used.',
      '',
      'replay "02-ping6-forwarded-r1-lan+wan.pcapng"',
      '',
    ]);
  });

  it('takes the machine that the capture itself marks, be it no router', () => {
    const text = inferredText(captureOf(markedBy(H1)), 'h1.pcapng');
    assert.match(text, /^# eth7 is 02:00:00:00:01:01: the capture tells which frames it sent/m);
    assert.deepEqual(commands(text), [
      'ifconfig eth7 ether 02:00:00:00:01:01',
      'ifconfig eth7 inet6 2001:db8:1::10/64',
      'route add -inet6 2001:db8:2::/64 2001:db8:1::1',
      'replay "h1.pcapng" on eth7',
    ]);
    assert.match(text, /# Not concluded: that the machine forwards IPv6\./);
  });

  it('takes prefixes and the MTU of router advertisements', () => {
    const text = textOf('17-rs-ra-slaac.pcap');
    assert.match(text, /^ifconfig em0 inet6 2001:db8:1::1\/64 # made up: frames 2, 3 show the prefix/m);
    assert.match(text, /^ifconfig em0 inet6 2001:db8:77::1\/64 # made up: frames 4, 5 show the prefix/m);
    assert.match(text, /^ifconfig em0 mtu 1400 # /m);
  });

  it('takes the MTU of Packet Too Big for the interface that it is about', () => {
    assert.match(
      textOf('04-packet-too-big-r1-lan+wan.pcapng'),
      /^ifconfig wan mtu 1280 # frame 2: Packet Too Big$/m,
    );
    assert.match(
      textOf('04-packet-too-big-r1-lan.pcap'),
      /^ifconfig tun0 mtu 1280 # frame 2: Packet Too Big$/m,
    );
  });

  it('takes routes from redirects and from the frames that leave', () => {
    assert.match(
      textOf('09-redirect-r1-lan+wan.pcapng'),
      /^route add -inet6 2001:db8:3::\/64 fe80::ff:fe00:103%lan # frames/m,
    );
  });

  it('forwards what a capture of all interfaces shows forwarded', () => {
    for (const file of ['02b-ping6-r1-any-sll1.pcap', '02-ping6-forwarded-r1-any-sll2.pcap']) {
      const replay = inferredReplay(input(file, null).capture, file);
      assert.ok(replay !== null);
      replay.run();
      assert.ok(replay.host.ip6stat.ip6s_forward > 0, file);
      assert.equal(replay.host.ip6stat.ip6s_cantforward, 0, file);
    }
  });

  it('tells the facts of a capture without what is made up', () => {
    const inference = new Inference(input('04-packet-too-big-r1-lan+wan.pcapng', null).capture);
    inference.step();
    assert.deepEqual(inference.facts(), {
      interfaces: ['lan', 'wan'],
      addresses: ['2001:db8:1::1'],
      prefixes: ['2001:db8:1::/64', '2001:db8:2::/64'],
      missing: ['routes', 'policies', 'sysctl values'],
    });
  });

  it('maps names that no machine has, and quotes them', () => {
    const writer = new PcapngWriter();
    for (const name of ['\\Device\\NPF_{1}', 'Wi-Fi (2)']) {
      const id = writer.addInterface({ name, linkType: 1 });
      const bytes = new Uint8Array(60);
      bytes.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xcc]);
      writer.packet({ interface: id, seconds: 1, nanoseconds: 0, bytes });
    }
    const document = inferredDocument(captureOf(writer.take()), 'a "b" \\ c.pcapng');
    const last = document.source.text.trimEnd().split('\n').at(-1);
    assert.equal(
      last,
      'replay "a \\"b\\" \\\\ c.pcapng" (\\Device\\NPF_{1} = em0, "Wi-Fi (2)" = em1)'.replace(
        '\\Device\\NPF_{1}',
        '"\\\\Device\\\\NPF_{1}"',
      ),
    );
  });

  it('never lets a name of the capture end a comment', () => {
    const writer = new PcapngWriter();
    const id = writer.addInterface({ name: 'x\nsysctl net.inet6.ip6.forwarding=1', linkType: 1 });
    writer.packet({ interface: id, seconds: 1, nanoseconds: 0, bytes: new Uint8Array(60) });
    const text = inferredText(captureOf(writer.take()), 'a.pcapng\nsysctl net.inet6.ip6.forwarding=1');
    assert.ok(!commands(text).some(line => line.startsWith('sysctl')), text);
  });

  it('is the same whatever the size of its steps', () => {
    const file = '08-unreachables-r1-lan+wan.pcapng';
    const bytes = readFileSync(join(linux, file));
    const texts = [1, 7, Number.POSITIVE_INFINITY].map(step => {
      const inference = new Inference(captureOf(bytes));
      while (!inference.step(step));
      return inference.text(file);
    });
    assert.equal(new Set(texts).size, 1);
  });
});
