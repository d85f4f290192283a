/** A packet is shown to whoever captures on a tap (bsd/net/iptap.c, iptap_bpf_tap). */
import type { Host } from '../host';
import { DLT_PKTAP, DLT_RAW } from '../net/bpf';
import type { Ifnet } from '../net/if';
import type { IpfFamily } from '../net/ipf';
import type { Mbuf } from '../net/mbuf';
import { ifOperand } from '../operands';
import { branch, decide, decision, enter, leave } from '../trace';
import type { IptapSoftc } from './iptapVar';
import { type PktapProcess, pktapHeader } from './pktap';
import { lines } from './source';

/** AF_INET and AF_INET6 of Darwin. */
const families: Readonly<Record<IpfFamily, number>> = { ipv4: 2, ipv6: 30 };

const direction = decision('iptap_bpf_tap.direction', {
  kind: 'S',
  question: 'Does the packet come in or go out?',
  outcomes: { in: 'It comes in.', out: 'It goes out.' },
  kernel: lines(582, 583),
  reference: 'iptap_bpf_tap (bsd/net/iptap.c)',
});

const raw = decision('iptap_bpf_tap.raw', {
  question: 'Does anyone capture raw IP on this tap?',
  outcomes: { shown: 'Yes: {ifp} shows the packet as it is.', none: 'No: on {ifp} nobody does.' },
  kernel: lines(588, 591),
  reference: 'bpf_tap_in, bpf_tap_out (bsd/net/bpf.c)',
});

const pktap = decision('iptap_bpf_tap.pktap', {
  question: 'Does anyone capture with PKTAP headers on this tap?',
  outcomes: {
    shown: 'Yes: {ifp} shows the packet behind a header of 156 bytes and its family.',
    none: 'No: on {ifp} nobody does.',
  },
  kernel: lines(592, 624),
  reference: 'bsd/net/pktap.h; iptap_bpf_tap (bsd/net/iptap.c)',
});

const incoming = decision('iptap_bpf_tap.interface', {
  question: 'Is it known by which interface the packet came in?',
  outcomes: { known: 'Yes: {rcvif}.', unknown: 'No; of a packet that goes out it never is.' },
  kernel: lines(599, 617),
  reference: 'iptap_bpf_tap (bsd/net/iptap.c)',
});

const owner = decision('iptap_bpf_tap.process', {
  question: 'Is it known which process the packet belongs to?',
  outcomes: { known: 'Yes: {comm}, process {pid}.', unknown: 'No: the header says process -1.' },
  kernel: lines(619, 621),
  reference: 'pktap_fill_proc_info (bsd/net/pktap.c)',
});

/** Shows the packet on every tap, the newest first; on each as raw IP, then with a PKTAP header. */
export function iptap_bpf_tap(host: Host, m: Mbuf, family: IpfFamily, outgoing: boolean): void {
  enter(host, 'iptap_bpf_tap', m);
  decide(host, direction, outgoing ? direction.out : direction.in);
  for (const tap of host.iptap.taps) {
    showRaw(host, tap, m, outgoing);
    showPktap(host, tap, m, family, outgoing);
  }
  leave(host);
}

function showRaw(host: Host, tap: IptapSoftc, m: Mbuf, outgoing: boolean): void {
  const wanted = branch(host, 588, tap.rawCount > 0);
  decide(host, raw, wanted ? raw.shown : raw.none, RECORDING && { ifp: ifOperand(tap.ifp) });
  if (wanted) host.surroundings.bpf_tap(host, tap.ifp, DLT_RAW, null, m, outgoing);
}

function showPktap(host: Host, tap: IptapSoftc, m: Mbuf, family: IpfFamily, outgoing: boolean): void {
  const wanted = branch(host, 592, tap.pktapCount > 0);
  decide(host, pktap, wanted ? pktap.shown : pktap.none, RECORDING && { ifp: ifOperand(tap.ifp) });
  if (!wanted) return;
  const ifp = receivedBy(host, m, outgoing);
  const process = processOf(host, m, outgoing);
  const header = pktapHeader({
    family: families[family],
    outgoing,
    ifname: ifp?.name ?? '',
    iftype: ifp?.type ?? 0,
    ifunit: ifp?.unit ?? 0,
    process,
    svc: host.surroundings.so_svc2tc(host, m),
  });
  host.surroundings.bpf_tap(host, tap.ifp, DLT_PKTAP, header, m, outgoing);
}

function receivedBy(host: Host, m: Mbuf, outgoing: boolean): Ifnet | null {
  const ifp = outgoing ? null : m.rcvif;
  branch(host, 608, ifp !== null);
  decide(
    host,
    incoming,
    ifp === null ? incoming.unknown : incoming.known,
    RECORDING && { rcvif: ifOperand(ifp) },
  );
  return ifp;
}

function processOf(host: Host, m: Mbuf, outgoing: boolean): PktapProcess | null {
  const process = host.surroundings.pktap_fill_proc_info(host, m, outgoing);
  const looked = RECORDING && { comm: process?.comm ?? null, pid: process?.pid ?? -1 };
  decide(host, owner, process === null ? owner.unknown : owner.known, looked);
  return process;
}
