/** BPF tells a tap that somebody begins or ends to capture on it (bsd/net/iptap.c, iptap_tap_callback). */
import type { Host } from '../host';
import { DLT_EN10MB, DLT_NULL, DLT_PKTAP, DLT_RAW } from '../net/bpf';
import type { Ifnet } from '../net/if';
import { branch, decide, decision, enter, leave, printf, switched } from '../trace';
import { type IptapSoftc, iptapOf } from './iptapVar';
import { lines } from './source';

const softc = decision('iptap_tap_callback.softc', {
  question: 'Is the tap still there?',
  outcomes: { gone: 'No: the total of captures stays as it is, which may be too many.', there: 'Yes.' },
  kernel: lines(279, 284),
  reference: 'iptap_tap_callback (bsd/net/iptap.c)',
});

const type = decision('iptap_tap_callback.type', {
  question: 'What is captured?',
  outcomes: {
    raw: 'Raw IP.',
    pktap: 'Packets with a PKTAP header.',
    other: 'Something a tap does not offer: it is not counted.',
  },
  kernel: lines(285, 309),
  reference: 'iptap_tap_callback (bsd/net/iptap.c)',
});

function countWords(what: string, from: number, to: number) {
  return {
    question: `Does a capture of ${what} begin or end?`,
    outcomes: {
      begins: 'One begins: {count} of this tap, {total} in all.',
      ends: 'One ends: {count} of this tap, {total} in all.',
      'ends-uncounted': 'One ends that was never counted: nothing changes.',
    },
    kernel: lines(from, to),
    reference: 'iptap_tap_callback (bsd/net/iptap.c)',
  } as const;
}

const raw = decision('iptap_tap_callback.raw', countWords('raw IP', 287, 296));
const pktap = decision('iptap_tap_callback.pktap', countWords('PKTAP', 299, 307));

const total = decision('iptap_tap_callback.total', {
  question: 'Is the total of captures still a count?',
  outcomes: {
    negative: {
      answer: 'No, it is negative: the machine stops.',
      unreachable: 'a capture is taken off the total only while its tap still counts it',
    },
    count: 'Yes: {total}.',
  },
  kernel: lines(315, 315),
  reference: 'iptap_tap_callback (bsd/net/iptap.c)',
});

const dltNames: Readonly<Record<number, string>> = {
  [DLT_RAW]: 'RAW',
  [DLT_PKTAP]: 'PKTAP',
  [DLT_EN10MB]: 'EN10MB',
  [DLT_NULL]: 'NULL',
};

/**
 * A capture of a link type DLT_* begins on the interface, or ends when `on` is false. Which direction it
 * wants is not looked at.
 */
export function iptap_tap_callback(host: Host, ifp: Ifnet, dlt: number, on: boolean): void {
  enter(host, 'iptap_tap_callback', null);
  const tap = iptapOf(host, ifp);
  branch(host, 280, tap === null);
  decide(host, softc, tap === null ? softc.gone : softc.there);
  if (tap === null) printf(host, 281, `iptap_tap_callback: if_softc is NULL for ifp ${ifp.name}`);
  else count(host, tap, dlt, on);
  decide(host, total, total.count, RECORDING && { total: host.iptap.totalTapCount });
  leave(host);
}

function count(host: Host, tap: IptapSoftc, dlt: number, on: boolean): void {
  switched(host, 285, dltNames[dlt] ?? dlt);
  const outcome = dlt === DLT_RAW ? type.raw : dlt === DLT_PKTAP ? type.pktap : type.other;
  decide(host, type, outcome);
  if (outcome === type.raw) countRaw(host, tap, on);
  else if (outcome === type.pktap) countPktap(host, tap, on);
}

function countRaw(host: Host, tap: IptapSoftc, on: boolean): void {
  const counted = branch(host, 287, !on) && branch(host, 288, tap.rawCount > 0);
  const by = on ? 1 : counted ? -1 : 0;
  tap.rawCount += by;
  host.iptap.totalTapCount += by;
  const outcome = on ? raw.begins : counted ? raw.ends : raw.endsUncounted;
  decide(host, raw, outcome, RECORDING && { count: tap.rawCount, total: host.iptap.totalTapCount });
}

function countPktap(host: Host, tap: IptapSoftc, on: boolean): void {
  const counted = branch(host, 299, !on) && branch(host, 300, tap.pktapCount > 0);
  const by = on ? 1 : counted ? -1 : 0;
  tap.pktapCount += by;
  host.iptap.totalTapCount += by;
  const outcome = on ? pktap.begins : counted ? pktap.ends : pktap.endsUncounted;
  decide(host, pktap, outcome, RECORDING && { count: tap.pktapCount, total: host.iptap.totalTapCount });
}
