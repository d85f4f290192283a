/** The sentences of the design, word for word. */
import { strict as assert } from 'node:assert';
import { catalogue, decision } from '#stack/running';
import type { Output } from '../../src/replay/output';
import {
  fill,
  formatAddress,
  type Happened,
  sentSentence,
  sentSentences,
  verdictSentence,
} from '../../src/replay/words';
import type { OutputKind } from '../../src/stack/net/mbuf';
import type { Operands } from '../../src/stack/trace';
import { parseIpv6 } from '../../src/wire/address';

function address(text: string, zone = 0): Uint8Array {
  const bytes = parseIpv6(text);
  assert.ok(bytes !== null, text);
  if (zone > 0) bytes[3] = zone;
  return bytes;
}

/** An IPv6 packet with a body. */
function packet(src: string, dst: string, next: number, hlim: number, body: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(40 + body.length);
  bytes[0] = 0x60;
  bytes[5] = body.length;
  bytes[6] = next;
  bytes[7] = hlim;
  bytes.set(address(src), 8);
  bytes.set(address(dst), 24);
  bytes.set(body, 40);
  return bytes;
}

function icmp6(src: string, dst: string, type: number, code: number, param: number): Uint8Array {
  return packet(src, dst, 58, 64, [type, code, 0, 0, 0, 0, param >> 8, param & 0xff]);
}

function output(kind: OutputKind, bytes: Uint8Array, face = 'em0', nexthop: string | null = null): Output {
  return {
    interface: face,
    kind,
    bytes,
    link: new Uint8Array(0),
    nexthop: nexthop === null ? null : address(nexthop, 2),
    frame: 1,
  };
}

const zoneName = (zone: number) => (zone > 0 ? `em${zone - 1}` : null);
let serial = 0;
const bridged = catalogue.find(point => point.id === 'bridge_enqueue.link')!;
const arpQueue = catalogue.find(point => point.id === 'arpresolve.queue')!;

/** What happened when a decision with these words settled the verdict. */
function happened(
  verdict: Happened['verdict'],
  words: string,
  operands: Operands,
  outputs: readonly Output[],
  arrived: Partial<Pick<Happened, 'arrivedOn' | 'packet'>> = {},
): Happened {
  const point = decision(`test.words-${serial++}`, {
    question: 'What does the test say?',
    outcomes: { only: { answer: 'It says so.', verdict: words } },
    reference: 'none',
  });
  return {
    verdict,
    settled: { point, outcome: point.only, operands },
    outputs,
    arrivedOn: 'em0',
    packet: new Uint8Array(0),
    zoneName,
    ...arrived,
  };
}

describe('words', () => {
  it('says why a packet was dropped and what was sent to whom', () => {
    const sent = output('icmp6-error', icmp6('2001:db8:1::1', '2001:db8:1::66', 3, 0, 0));
    assert.equal(
      verdictSentence(
        happened('dropped', 'the hop limit is {hlim}, so the packet may go no further', { hlim: 1 }, [sent]),
      ),
      'Dropped: the hop limit is 1, so the packet may go no further. Sent ICMPv6 Time Exceeded to 2001:db8:1::66.',
    );
  });

  it('names the code of an unreachable destination', () => {
    const scope = output('icmp6-error', icmp6('fe80::1', 'fe80::10', 1, 2, 0));
    assert.equal(
      verdictSentence(
        happened(
          'dropped',
          "the packet would leave the zone of its source address ({in_if}'s link zone {inzone} -> {out_if}'s link zone {outzone})",
          { in_if: 'em0', inzone: 1, out_if: 'em1', outzone: 2 },
          [scope],
        ),
      ),
      "Dropped: the packet would leave the zone of its source address (em0's link zone 1 -> em1's link zone 2). Sent ICMPv6 Destination Unreachable, beyond scope, to fe80::10.",
    );
    const none = output('icmp6-error', icmp6('2001:db8:1::1', '2001:db8:1::66', 1, 0, 0));
    assert.equal(
      verdictSentence(
        happened('dropped', 'no route matches {dst}', { dst: address('2001:db8:9::1') }, [none]),
      ),
      'Dropped: no route matches 2001:db8:9::1. Sent ICMPv6 Destination Unreachable, no route, to 2001:db8:1::66.',
    );
  });

  it('says that nothing was sent', () => {
    assert.equal(
      verdictSentence(
        happened('dropped', 'the outbound policy for {dst} says discard', { dst: '2001:db8:a::/48' }, []),
      ),
      'Dropped: the outbound policy for 2001:db8:a::/48 says discard. Nothing was sent.',
    );
  });

  it('gives the MTU of Packet Too Big', () => {
    const sent = output('icmp6-error', icmp6('2001:db8:1::1', '2001:db8:1::10', 2, 0, 1400));
    assert.equal(
      verdictSentence(
        happened(
          'dropped',
          'the packet is {len} bytes and {ifp} carries at most {mtu}',
          { len: 1500, ifp: 'em1', mtu: { value: 1400, origin: null } },
          [sent],
        ),
      ),
      'Dropped: the packet is 1500 bytes and em1 carries at most 1400. Sent ICMPv6 Packet Too Big, MTU 1400, to 2001:db8:1::10.',
    );
  });

  it('says where a packet was forwarded and what became of its hop limit', () => {
    const before = packet('2001:db8:1::10', '2001:db8:2::20', 17, 64, []);
    const after = packet('2001:db8:1::10', '2001:db8:2::20', 17, 63, []);
    const sent = output('forwarded', after, 'em1', 'fe80::2');
    assert.equal(
      verdictSentence(happened('forwarded', '', {}, [sent], { packet: before })),
      'Forwarded through em1 to fe80::2. The hop limit went from 64 to 63.',
    );
    assert.equal(
      verdictSentence(happened('forwarded', '', {}, [sent], { packet: after })),
      'Forwarded through em1 to fe80::2. The hop limit stays 63.',
    );
  });

  it('explains a redirect', () => {
    const through = output(
      'forwarded',
      packet('2001:db8:1::10', '2001:db8:2::20', 17, 63, []),
      'em0',
      'fe80::2',
    );
    const body = [137, 0, 0, 0, 0, 0, 0, 0, ...address('fe80::2'), ...address('2001:db8:2::20')];
    const redirect = output('redirect', packet('fe80::1', '2001:db8:1::10', 58, 255, body));
    assert.equal(
      verdictSentence(happened('forwarded', '', {}, [through, redirect])),
      'Forwarded through em0, where it came in. Sent a Redirect to 2001:db8:1::10: fe80::2 is a closer next hop for 2001:db8:2::20.',
    );
  });

  it('says what a queued packet waits for, and names its interface once', () => {
    const body = [135, 0, 0, 0, 0, 0, 0, 0, ...address('fe80::2')];
    const solicit = output(
      'neighbor-solicitation',
      packet('fe80::1', 'ff02::1:ff00:2', 58, 255, body),
      'em1',
    );
    const words = 'the link address of {nexthop} on {ifp} is not known yet';
    const operands = { nexthop: address('fe80::2', 2), ifp: 'em1' };
    assert.equal(
      verdictSentence(happened('queued', words, operands, [solicit])),
      'Queued: the link address of fe80::2 on em1 is not known yet. Sent a Neighbor Solicitation; the packet waits for the answer.',
    );
    assert.equal(
      verdictSentence(happened('queued', words, operands, [])),
      'Queued: the link address of fe80::2 on em1 is not known yet. The packet waits for the answer to the Neighbor Solicitation already sent.',
    );
  });

  it('says that a packet waits for ARP though another packet came in, or none: a timer of a divert program', () => {
    const settled = {
      point: arpQueue,
      outcome: arpQueue.first + arpQueue.outcomes.indexOf('replaces'),
      operands: { dst: Uint8Array.of(192, 0, 2, 7), ifp: 'em1' },
    };
    const sentence = verdictSentence({ ...happened('queued', '', {}, []), settled });
    assert.match(sentence, /The packet waits for the answer to the ARP request already sent\.$/);
  });

  it('says to which members a frame was bridged, what went into a tunnel, and that a lone copy was', () => {
    const settled = { point: bridged, outcome: bridged.first, operands: { ifp: 'em1' } };
    const sentence = (...outputs: readonly Output[]) =>
      verdictSentence({ ...happened('forwarded', '', {}, outputs), settled });
    const bytes = packet('2001:db8::1', '2001:db8::2', 59, 64, []);
    const [em1, em2, em3] = ['em1', 'em2', 'em3'].map(face => output('bridged', bytes, face));
    const outer = output('forwarded', bytes, 'em4');
    assert.equal(sentence(em1), 'Bridged to em1.');
    assert.equal(sentence(em1, em2, em3), 'Bridged to em1, em2 and em3.');
    assert.equal(
      sentence(em1, outer),
      'Bridged to em1, and into a tunnel whose outer packet leaves through em4.',
    );
    assert.deepEqual(sentSentences([em1]), ['Bridged the frame to em1.']);
  });

  it('keeps to the words for diverted, delivered and encapsulated packets', () => {
    assert.equal(
      verdictSentence(
        happened('diverted', 'ipfw rule {rule} hands it to port {port}', { rule: 100, port: 8668 }, []),
      ),
      'Diverted: ipfw rule 100 hands it to port 8668. It continues when the reader writes it back.',
    );
    const delivered =
      "another host reported {group} on {ifp}, so this router's own report is suppressed and its timer stopped";
    assert.equal(
      verdictSentence(happened('delivered', delivered, { group: address('ff02::fb', 2), ifp: 'em1' }, [])),
      "Delivered: another host reported ff02::fb on em1, so this router's own report is suppressed and its timer stopped.",
    );
    const outer = output('forwarded', packet('2001:db8::1', '2001:db8::2', 50, 64, []), 'em1');
    assert.equal(
      verdictSentence(
        happened(
          'encapsulated',
          'ESP tunnel {src} to {dst}, SPI {spi}',
          {
            src: address('2001:db8::1'),
            dst: address('2001:db8::2'),
            spi: '0x1001',
          },
          [outer],
        ),
      ),
      'Encapsulated: ESP tunnel 2001:db8::1 to 2001:db8::2, SPI 0x1001. The outer packet leaves through em1.',
    );
  });

  it('keeps to the same form for every other verdict', () => {
    assert.equal(verdictSentence(happened('delivered', '', {}, [])), 'Delivered.');
    assert.equal(
      verdictSentence(happened('consumed', 'the filter took it', {}, [])),
      'Consumed: the filter took it.',
    );
    const unpacked = happened('decapsulated', 'ESP', {}, []);
    assert.equal(verdictSentence(unpacked), 'Decapsulated: ESP.');
    const lost = happened('dropped', 'no route matches {dst}', { dst: address('2001:db8:9::1') }, []);
    assert.equal(
      verdictSentence({ ...unpacked, inner: lost }),
      'Decapsulated, then dropped: no route matches 2001:db8:9::1. Nothing was sent.',
    );
    assert.equal(
      verdictSentence(happened('panic', 'nothing is left', {}, [])),
      'Panic: nothing is left. The replay ends here.',
    );
    assert.equal(
      verdictSentence(happened('forwarded', 'through {i}', { i: 'em1' }, [])),
      'Forwarded through em1. It went no further.',
    );
    assert.equal(verdictSentence({ ...happened('none', '', {}, []), settled: null }), 'Nothing was sent.');
  });

  it('tells of a packet that left in fragments once', () => {
    const to = (source: string, offset: number, kind: OutputKind = 'local') =>
      output(
        kind,
        packet(source, '2001:db8::2', 44, 64, [58, 0, offset >> 8, offset & 0xff, 0, 0, 0, 1, 129]),
      );
    const parts = [to('2001:db8::1', 1), to('2001:db8::1', 1449), to('2001:db8::1', 2896)];
    assert.equal(
      verdictSentence(happened('delivered', 'it is answered', {}, parts)),
      'Delivered: it is answered. Sent ICMPv6 Echo Reply to 2001:db8::2 in 3 fragments.',
    );
    assert.deepEqual(sentSentences([...parts.slice(0, 2), to('2001:db8::9', 1448), to('2001:db8::9', 1)]), [
      'Sent ICMPv6 Echo Reply to 2001:db8::2 in 2 fragments.',
      'Sent a packet to 2001:db8::2 through em0.',
      'Sent ICMPv6 Echo Reply to 2001:db8::2.',
    ]);
    const cut = (offset: number) => {
      const bytes = new Uint8Array(28);
      bytes.set([0x45, 0, 0, 28, 0, 7, offset >> 8, offset & 0xff, 63, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 9]);
      return output('forwarded', bytes, 'em1');
    };
    assert.equal(
      verdictSentence(happened('forwarded', '', {}, [cut(0x2000), cut(0x2003), cut(6)])),
      'Forwarded in 3 fragments through em1 to 192.0.2.9.',
    );
  });

  it('says what stands behind an error number', () => {
    const { settled: cause } = happened('none', 'rule {number} denies it', { number: 300 }, []);
    assert.equal(
      verdictSentence({
        ...happened('dropped', 'a filter refused it ({error})', { error: 'EACCES' }, []),
        cause,
      }),
      'Dropped: a filter refused it (EACCES): rule 300 denies it. Nothing was sent.',
    );
    assert.equal(
      verdictSentence({ ...happened('forwarded', 'through {i}', { i: 'lo0' }, []), cause }),
      'Forwarded through lo0. It went no further: rule 300 denies it.',
    );
  });

  it('names every kind of packet that was sent', () => {
    const text = (kind: OutputKind, bytes: Uint8Array) => sentSentence(output(kind, bytes, 'em1', 'fe80::2'));
    const target = [0, 0, 0, 0, 0, 0, 0, ...address('2001:db8::5')];
    const advert = packet('fe80::1', 'fe80::2', 58, 255, [136, ...target]);
    assert.equal(
      text('neighbor-advertisement', advert),
      'Sent a Neighbor Advertisement for 2001:db8::5 to fe80::2.',
    );
    const solicit = packet('fe80::1', 'ff02::1:ff00:5', 58, 255, [135, ...target]);
    assert.equal(
      text('neighbor-solicitation', solicit),
      'Sent a Neighbor Solicitation for 2001:db8::5 through em1.',
    );
    const report = packet('fe80::1', 'ff02::fb', 58, 1, [131, ...target]);
    assert.equal(text('mld-report', report), 'Sent a Multicast Listener Report for ff02::fb through em1.');
    assert.equal(text('mld-done', report), 'Sent a Multicast Listener Done to ff02::fb through em1.');
    const echo = packet('2001:db8::1', '2001:db8::2', 58, 64, [129, 0, 0, 0]);
    assert.equal(text('forwarded', echo), 'Sent the packet on through em1 to fe80::2.');
    assert.equal(text('local', echo), 'Sent ICMPv6 Echo Reply to 2001:db8::2.');
    const udp = packet('2001:db8::1', '2001:db8::2', 17, 64, [0, 53, 0, 53, 0, 8, 0, 0]);
    assert.equal(text('local', udp), 'Sent a packet to 2001:db8::2 through em1.');
    const reset = packet('2001:db8::1', '2001:db8::2', 6, 64, [0, 1, 0, 2, ...new Array(9).fill(0), 0x14]);
    assert.equal(text('local', reset), 'Sent a TCP reset to 2001:db8::2.');
    const cut = packet('2001:db8::1', '2001:db8::2', 58, 64, []);
    assert.equal(text('local', cut), 'Sent a packet to 2001:db8::2 through em1.');
    assert.equal(text('local', Uint8Array.of(0x45)), 'Sent a packet of 1 bytes through em1.');
    for (const [type, code, param, words] of [
      [4, 0, 7, 'Parameter Problem, erroneous header field, pointer 7,'],
      [4, 9, 7, 'Parameter Problem, code 9, pointer 7,'],
      [1, 3, 0, 'Destination Unreachable, address unreachable,'],
      [1, 4, 0, 'Destination Unreachable, port unreachable,'],
      [3, 1, 0, 'Time Exceeded, reassembly,'],
      [200, 0, 0, 'type 200'],
    ] as const) {
      const error = icmp6('2001:db8::1', '2001:db8::2', type, code, param);
      assert.equal(text('icmp6-error', error), `Sent ICMPv6 ${words} to 2001:db8::2.`);
    }
  });

  it('writes a zone by its interface, unless the sentence names that anyway', () => {
    assert.equal(formatAddress(address('fe80::2', 1), zoneName), 'fe80::2%em0');
    assert.equal(formatAddress(address('fe80::2'), zoneName), 'fe80::2');
    assert.equal(
      formatAddress(address('fe80::2', 7), () => null),
      'fe80::2%7',
    );
    assert.equal(formatAddress(address('2001:db8::2'), zoneName), '2001:db8::2');
    assert.equal(fill('{a}', { a: address('fe80::2', 1) }, zoneName), 'fe80::2%em0');
    assert.equal(fill('{a} by {i}', { a: address('fe80::2', 1), i: 'em0' }, zoneName), 'fe80::2 by em0');
    assert.equal(fill('{a} by {i}', { a: address('fe80::2', 1), i: 'em1' }, zoneName), 'fe80::2%em0 by em1');
  });

  it('names the zones in texts of the stack', () => {
    assert.equal(
      fill('{r}', { r: '2001:db8::/32 via fe80::1%2 on em1' }, zoneName),
      '2001:db8::/32 via fe80::1%em1 on em1',
    );
    assert.equal(fill('{a} on {i}', { a: 'fe80::2%1', i: 'em0' }, zoneName), 'fe80::2 on em0');
    assert.equal(
      fill('{a}', { a: 'fe80::2%9' }, () => null),
      'fe80::2%9',
    );
  });

  it('writes values that are no addresses', () => {
    const operands = { mac: Uint8Array.of(2, 0, 0, 0, 1, 2), yes: true, no: false, nothing: null, word: 'x' };
    assert.equal(
      fill('{mac} {yes} {no} {nothing} {word} {absent}', operands, zoneName),
      '02:00:00:00:01:02 yes no none x unknown',
    );
  });
});
