/** IP taps come and go: `ifconfig iptap0 create`, `destroy`. */
import { EEXIST, ENOMEM } from '../errno';
import type { Host } from '../host';
import { bpf_attach, bpf_detach, DLT_PKTAP, DLT_RAW } from '../net/bpf';
import { fault } from '../net/fault';
import { IFF_UP, type Ifnet, if_attach, if_detach, ifunit } from '../net/if';
import {
  branch,
  branchAfter,
  decide,
  decision,
  enter,
  leave,
  type Origin,
  PANIC,
  Panic,
  printf,
  settle,
} from '../trace';
import { iptap_ipf_register, iptap_ipf_unregister } from './iptapFilter';
import { type IptapSoftc, iptapOf } from './iptapVar';
import { PKTAP_HDRLEN } from './pktap';
import { lines } from './source';

const attached = decision('iptap_init.attach', {
  question: 'Can interfaces of this kind be made?',
  outcomes: {
    failed: { answer: 'No: the machine stops.', verdict: 'the kernel cannot register the kind of interface' },
    ready: 'Yes.',
  },
  kernel: lines(136, 145),
  reference: 'iptap_init (bsd/net/iptap.c)',
});

/** Makes the kind of interface known. Throws `Panic` when that fails. */
export function iptap_init(host: Host): void {
  enter(host, 'iptap_init', null);
  const failed = branch(host, 143, fault(host, 'if_clone_attach', null) !== 0);
  decide(host, attached, failed ? attached.failed : attached.ready);
  if (failed) {
    settle(host, PANIC);
    throw new Panic('clone-registration-failed');
  }
  leave(host);
}

const memory = decision('iptap_clone_create.memory', {
  question: 'Is there memory for the tap?',
  outcomes: { none: 'No: nothing is made.', enough: 'Yes.' },
  kernel: lines(192, 197),
  reference: 'iptap_clone_create (bsd/net/iptap.c)',
});

const allocate = decision('iptap_clone_create.allocate', {
  question: 'Can an interface be had?',
  outcomes: { failed: 'No: error {error}.', allocated: 'Yes: {ifp}, up from the start.' },
  kernel: lines(204, 221),
  reference: 'ifnet_allocate (bsd/net/dlil.c)',
});

const attach = decision('iptap_clone_create.attach', {
  question: 'Can the interface be attached?',
  outcomes: { failed: 'No: error {error}, and it is released.', attached: 'Yes.' },
  kernel: lines(223, 230),
  reference: 'ifnet_attach (bsd/net/dlil.c)',
});

const types = decision('iptap_clone_create.capture-types', {
  kind: 'S',
  question: 'What can be captured on it?',
  outcomes: { offered: 'Packets with a PKTAP header of 156 bytes, and raw IP.' },
  kernel: lines(236, 239),
  reference: 'bpf_attach (bsd/net/bpf.c)',
});

const first = decision('iptap_clone_create.first', {
  question: 'Is it the first tap of this machine?',
  outcomes: {
    first: 'Yes: IP is asked to show its packets. Whether it will is not looked at.',
    later: 'No.',
  },
  kernel: lines(246, 249),
  reference: 'iptap_clone_create (bsd/net/iptap.c)',
});

/** Makes `iptap<unit>`, up from the start: 0 or an error number. */
export function iptap_clone_create(host: Host, unit: number, origin: Origin | null = null): number {
  enter(host, 'iptap_clone_create', null);
  const error = create(host, unit, origin);
  leave(host);
  return error;
}

function create(host: Host, unit: number, origin: Origin | null): number {
  const name = `iptap${unit}`;
  const none = branch(host, 193, fault(host, '_MALLOC', null) !== 0);
  decide(host, memory, none ? memory.none : memory.enough);
  if (none) {
    printf(host, 194, 'iptap_clone_create: _MALLOC failed');
    return failed(host, false, ENOMEM);
  }
  const unallocated = fault(host, 'ifnet_allocate', null);
  branch(host, 218, unallocated !== 0);
  decide(
    host,
    allocate,
    unallocated === 0 ? allocate.allocated : allocate.failed,
    RECORDING && { ifp: name, error: unallocated },
  );
  if (unallocated !== 0) {
    printf(host, 219, `iptap_clone_create: ifnet_allocate failed, error ${unallocated}`);
    return failed(host, true, unallocated);
  }
  const unattached = fault(host, 'ifnet_attach', null) || (ifunit(host, name) === null ? 0 : EEXIST);
  branch(host, 226, unattached !== 0);
  decide(
    host,
    attach,
    unattached === 0 ? attach.attached : attach.failed,
    RECORDING && { error: unattached },
  );
  if (unattached !== 0) {
    printf(host, 227, `iptap_clone_create: ifnet_attach failed - error ${unattached}`);
    return failed(host, true, unattached);
  }
  insert(host, if_attach(host, { name, flags: IFF_UP, origin }), unit);
  return 0;
}

/** The way out for both: `allocated` when there is a tap to free. */
function failed(host: Host, allocated: boolean, error: number): number {
  branchAfter(host, 251, true);
  branchAfter(host, 252, allocated);
  return error;
}

function insert(host: Host, ifp: Ifnet, unit: number): void {
  decide(host, types, types.offered);
  bpf_attach(host, ifp, DLT_PKTAP, PKTAP_HDRLEN);
  bpf_attach(host, ifp, DLT_RAW, 0);
  const isFirst = branch(host, 246, host.iptap.taps.length === 0);
  decide(host, first, isFirst ? first.first : first.later);
  if (isFirst) iptap_ipf_register(host);
  host.iptap.taps.unshift({ ifp, unit, rawCount: 0, pktapCount: 0 });
  branchAfter(host, 251, false);
}

const destroyed = decision('iptap_clone_destroy.detach', {
  kind: 'S',
  question: 'What becomes of a tap that is destroyed?',
  outcomes: { detached: '{ifp} is detached, and forgotten once that is done.' },
  kernel: lines(259, 266),
  reference: 'iptap_clone_destroy (bsd/net/iptap.c), ifnet_detach (bsd/net/dlil.c)',
});

const last = decision('iptap_detach.last', {
  question: 'Was it the last tap of this machine?',
  outcomes: { last: 'Yes: IP is asked to show its packets no more.', others: 'No.' },
  kernel: lines(447, 464),
  reference: 'iptap_detach (bsd/net/iptap.c)',
});

/** Removes a tap: always 0. */
export function iptap_clone_destroy(host: Host, ifp: Ifnet): number {
  enter(host, 'iptap_clone_destroy', null);
  decide(host, destroyed, destroyed.detached, RECORDING && { ifp: ifp.name });
  iptap_detach(host, ifp);
  leave(host);
  return 0;
}

/** The interface is gone: its tap is forgotten. */
function iptap_detach(host: Host, ifp: Ifnet): void {
  enter(host, 'iptap_detach', null);
  host.iptap.taps = host.iptap.taps.filter(tap => tap.ifp !== ifp);
  bpf_detach(host, ifp);
  const none = branch(host, 453, host.iptap.taps.length === 0);
  decide(host, last, none ? last.last : last.others);
  if (none) iptap_ipf_unregister(host);
  if_detach(host, ifp);
  leave(host);
}

/** The tap `iptap<unit>`, or null. */
export function iptapUnit(host: Host, unit: number): IptapSoftc | null {
  const ifp = ifunit(host, `iptap${unit}`);
  return ifp === null ? null : iptapOf(host, ifp);
}
