/** What all tests before it together must have shown. */
import assert from 'node:assert/strict';
import { catalogue } from '#stack/recording';
import { ICMP6_HDRLEN } from '../../../src/wire/icmp6';
import { IP6_HDRLEN, IP6_NXT, IPPROTO_ROUTING } from '../../../src/wire/ipv6';
import { ownComplaints } from '../../tshark/complaints';
import { lacksTshark } from '../../tshark/tshark';
import { everySent, reached } from '../lab';

/**
 * Decisions that are tested elsewhere: forwarding by its vectors, what goes into tunnels and comes out of
 * them in etherip.test.ts and tunnel.test.ts, bridges in bridge.test.ts.
 */
const elsewhere = /^(ip6_forward\.|bridge_|swi_net\.(output|input)-queue$|ip6_input\.freed-packet$)/;
/** Outcomes of other decisions that tunnels and bridges reach. */
const ofTunnels = /^(if_output\.link=(tunnelled|bridged|not-running)|ip6_input\.next-header=etherip)$/;

/** A complaint about what a packet arrived with, which tshark sees only in what was made of it. */
function brought({ bytes, by, kind }: (typeof everySent)[number], complaint: string): boolean {
  const quoted = IP6_HDRLEN + ICMP6_HDRLEN;
  const jumbo = by === 'frag6_input.header=jumbo';
  // A checksum over another destination than the last, as a routing header has it, or one of the sender's
  // own.
  const summed =
    bytes[IP6_NXT] === IPPROTO_ROUTING ||
    bytes[quoted + IP6_NXT] === IPPROTO_ROUTING ||
    (kind === 'forwarded' && by === 'ip6_forward.neighbor-output=accepted');
  return jumbo || (summed && /checksum/i.test(complaint));
}

describe('all of it together', () => {
  it('reached every outcome that is not declared unreachable', () => {
    const missing = catalogue
      // Those that mirror a kernel file are held against its vectors.
      .filter(point => point.kernel === null && !elsewhere.test(point.id))
      .flatMap(point =>
        point.outcomes
          .filter((_, i) => point.words[i].unreachable === undefined)
          .map(outcome => `${point.id}=${outcome}`),
      )
      .filter(step => !reached.has(step) && !ofTunnels.test(step));
    assert.deepEqual(missing, []);
  });

  it('every question is a question, and every answer and verdict reads as one', () => {
    for (const point of catalogue) {
      assert.match(point.question, /^[A-Z].*\?$/, point.id);
      for (const words of point.words) {
        assert.match(words.answer, /\.$/, point.id);
        assert.doesNotMatch(words.verdict ?? '', /[.!]$|\bnot built\b/, point.id);
      }
    }
  });

  if (lacksTshark()) return;
  it('tshark finds nothing wrong with what was sent', () => {
    assert.ok(everySent.length > 200);
    const wrong = ownComplaints(everySent)
      .map(({ packet, complaints }) => ({
        kind: packet.kind,
        by: packet.by,
        complaints: complaints.filter(complaint => !brought(packet, complaint)),
      }))
      .filter(({ complaints }) => complaints.length > 0);
    assert.deepEqual(wrong, []);
  });
});
