/** The tap's place among the IP filters: how packets come to it (bsd/net/iptap.c). */
import type { Host } from '../host';
import { type IpfFamily, type Ipfilter, ipf_add, ipf_remove } from '../net/ipf';
import type { Mbuf } from '../net/mbuf';
import { branch, branchAfter, decide, decision, enter, leave, printf } from '../trace';
import { iptap_bpf_tap } from './iptapBpfTap';
import { lines } from './source';

/** A line of the tap's log, which net.link.iptap.log turns on. */
function note(host: Host, line: number, text: string, after: boolean): void {
  const on = (after ? branchAfter : branch)(host, line, host.iptap.log !== 0);
  if (on) printf(host, line, text);
}

function addPoint(id: string, family: string, from: number, to: number, failed: string) {
  return decision(id, {
    question: `Will IP show its ${family} packets to the tap?`,
    outcomes: { failed: `No: error {error}.${failed}`, added: 'Yes.' },
    kernel: lines(from, to),
    reference: 'iptap_ipf_register; ipf_addv4, ipf_addv6 (bsd/netinet/kpi_ipfilter.c)',
  });
}

const add4 = addPoint('iptap_ipf_register.v4', 'IPv4', 482, 487, '');
const add6 = addPoint('iptap_ipf_register.v6', 'IPv6', 489, 497, ' The filter of IPv4 is taken back.');

/** Asks IP to show its packets. Nobody looks whether it does. */
export function iptap_ipf_register(host: Host): void {
  enter(host, 'iptap_ipf_register', null);
  note(host, 473, 'iptap_ipf_register:473', false);
  register(host);
  leave(host);
}

function register(host: Host): void {
  const ipf4 = ipf_add(host, 'ipv4');
  if (!isAdded(host, ipf4, 483, add4, 'ipf_addv4')) return;
  host.iptap.ipf4 = ipf4;
  const ipf6 = ipf_add(host, 'ipv6');
  if (isAdded(host, ipf6, 491, add6, 'ipf_addv6')) {
    host.iptap.ipf6 = ipf6;
    return;
  }
  ipf_remove(host, ipf4);
  host.iptap.ipf4 = null;
}

function isAdded(
  host: Host,
  added: Ipfilter | number,
  line: number,
  point: typeof add4,
  routine: string,
): added is Ipfilter {
  const failed = branch(host, line, typeof added === 'number');
  const error = failed ? (added as number) : 0;
  decide(host, point, failed ? point.failed : point.added, RECORDING && { error });
  if (failed) printf(host, line + 1, `iptap_ipf_register: ${routine} for iptap0 failed - ${error}`);
  return !failed;
}

function removePoint(id: string, family: string, from: number, to: number, failed: string) {
  return decision(id, {
    question: `Does IP show its ${family} packets to the tap no more?`,
    outcomes: {
      failed: `It still does: error {error}.${failed}`,
      removed: 'No more.',
      absent: 'It never did.',
    },
    kernel: lines(from, to),
    reference: 'iptap_ipf_unregister; ipf_remove (bsd/netinet/kpi_ipfilter.c)',
  });
}

const remove4 = removePoint('iptap_ipf_unregister.v4', 'IPv4', 510, 518, ' Those of IPv6 stay, too.');
const remove6 = removePoint('iptap_ipf_unregister.v6', 'IPv6', 520, 528, '');

/** Asks IP to show its packets no more. Nobody looks whether it obeys. */
export function iptap_ipf_unregister(host: Host): void {
  enter(host, 'iptap_ipf_unregister', null);
  note(host, 508, 'iptap_ipf_unregister:508', false);
  if (isRemoved(host, host.iptap.ipf4, 510, 512, remove4, 'ipv4')) {
    host.iptap.ipf4 = null;
    if (isRemoved(host, host.iptap.ipf6, 520, 522, remove6, 'ipv6')) host.iptap.ipf6 = null;
  }
  leave(host);
}

function isRemoved(
  host: Host,
  filter: Ipfilter | null,
  thereLine: number,
  errorLine: number,
  point: typeof remove4,
  family: IpfFamily,
): boolean {
  const there = branch(host, thereLine, filter !== null);
  const error = filter === null ? 0 : ipf_remove(host, filter);
  if (there) branch(host, errorLine, error !== 0);
  const outcome = error !== 0 ? point.failed : there ? point.removed : point.absent;
  decide(host, point, outcome, RECORDING && { error });
  if (error !== 0) {
    printf(host, errorLine + 1, `iptap_ipf_unregister: ipf_remove (${family}) for iptap0 failed - ${error}`);
  }
  return error === 0;
}

function cookiePoint(id: string, way: string, from: number, to: number) {
  return decision(id, {
    question: `Of which family is the packet that ${way}?`,
    outcomes: {
      ipv4: 'IPv4.',
      ipv6: 'IPv6.',
      unknown: 'None that the tap registered: nothing is captured, and the packet goes on.',
    },
    kernel: lines(from, to),
    reference: 'iptap_ipf_input, iptap_ipf_output (bsd/net/iptap.c)',
  });
}

const inputCookie = cookiePoint('iptap_ipf_input.cookie', 'goes up to a protocol', 539, 550);
const outputCookie = cookiePoint('iptap_ipf_output.cookie', 'comes down from one', 558, 569);

/** A packet goes up to a protocol: it is captured, and always goes on. `cookie` is what the filter was registered with. */
export function iptap_ipf_input(host: Host, cookie: IpfFamily | null, m: Mbuf): void {
  enter(host, 'iptap_ipf_input', m);
  show(host, cookie, m, false, inputCookie, [539, 541, 544]);
  leave(host);
}

/** A packet comes down from a protocol: it is captured, and always goes on. */
export function iptap_ipf_output(host: Host, cookie: IpfFamily | null, m: Mbuf): void {
  enter(host, 'iptap_ipf_output', m);
  show(host, cookie, m, true, outputCookie, [558, 560, 563]);
  leave(host);
}

function show(
  host: Host,
  cookie: IpfFamily | null,
  m: Mbuf,
  outgoing: boolean,
  point: typeof inputCookie,
  [ipv4Line, ipv6Line, logLine]: readonly [number, number, number],
): void {
  const known = branch(host, ipv4Line, cookie === 'ipv4') || branch(host, ipv6Line, cookie === 'ipv6');
  decide(host, point, cookie === 'ipv4' ? point.ipv4 : cookie === 'ipv6' ? point.ipv6 : point.unknown);
  if (known && cookie !== null) iptap_bpf_tap(host, m, cookie, outgoing);
  else note(host, logLine, `iptap_ipf_${outgoing ? 'output' : 'input'}:${logLine} bad cookie`, true);
}
