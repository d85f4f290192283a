/** A fragment finds its place among those that wait (middle of ip_reass in netinet/ip_input.c). */
import type { Host } from '../../host';
import { decide, decision } from '../../trace';
import { type Ipasfrag, type Ipq, ipq_forget, ipq_insert } from './queue';

const overlap = decision('ip_reass.overlap', {
  question: 'Does it overlap a fragment that waits?',
  outcomes: {
    no: 'No.',
    preceding: 'Yes: its first {overlapping} bytes came already, and are cut off.',
    covered: {
      answer: 'Yes: all of it came already.',
      verdict: 'all bytes of the fragment came before',
    },
    succeeding: 'Yes: it is believed more than the {overlapping} bytes after it that came before.',
  },
  reference: 'RFC 791 3.2; ip_reass (netinet/ip_input.c)',
});

/**
 * Puts data with its offset into the queue, without bytes that came before; false when nothing of it is new.
 */
export function place(host: Host, fp: Ipq, fragment: Ipasfrag): boolean {
  const { fragments } = fp;
  let at = 0;
  while (at < fragments.length && fragments[at].offset <= fragment.offset) at++;
  const before = at === 0 ? 0 : Math.max(0, endOf(fragments[at - 1]) - fragment.offset);
  const { length } = fragment.bytes;
  const after = at === fragments.length ? 0 : Math.max(0, endOf(fragment) - fragments[at].offset);
  const outcome =
    before >= length && before > 0
      ? overlap.covered
      : before > 0
        ? overlap.preceding
        : after > 0
          ? overlap.succeeding
          : overlap.no;
  decide(host, overlap, outcome, RECORDING && { overlapping: before > 0 ? before : after });
  if (outcome === overlap.covered) return false;
  if (before > 0) {
    fragment.bytes = fragment.bytes.slice(before);
    fragment.offset += before;
  }
  cutFollowing(host, fp, fragment, at);
  ipq_insert(host, fp, fragment, at);
  return true;
}

function endOf(fragment: Ipasfrag): number {
  return fragment.offset + fragment.bytes.length;
}

/** What came before gives way to what comes now. */
function cutFollowing(host: Host, fp: Ipq, fragment: Ipasfrag, at: number): void {
  const end = endOf(fragment);
  while (at < fp.fragments.length && fp.fragments[at].offset < end) {
    const old = fp.fragments[at];
    ipq_forget(host, old);
    fp.nfrags--;
    fp.fragments.splice(at, 1);
    if (endOf(old) <= end) {
      host.ipstat.ips_fragdropped++;
      continue;
    }
    const rest = { bytes: old.bytes.slice(end - old.offset), offset: end };
    ipq_insert(host, fp, rest, at);
    return;
  }
}
