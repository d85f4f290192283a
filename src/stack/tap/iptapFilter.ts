/** The tap's place among the IP filters: how packets come to it (bsd/net/iptap.c). */
import type { Host } from '../host';
import { type IpfFamily, type Ipfilter, ipf_add, ipf_remove } from '../net/ipf';
import type { Mbuf } from '../net/mbuf';
import { branch, branchAfter, decide, decision, enter, leave, printf } from '../trace';
import { iptap_bpf_tap } from './iptapBpfTap';
import { lines } from './source';

function addWords(family: string, from: number, to: number, failed: string) {
  return {
    question: `Will IP show its ${family} packets to the tap?`,
    outcomes: { failed: `No: error {error}.${failed}`, added: 'Yes.' },
    kernel: lines(from, to),
    reference: 'iptap_ipf_register; ipf_addv4, ipf_addv6 (bsd/netinet/kpi_ipfilter.c)',
  } as const;
}

/** Asks IP to show its packets. Nobody looks whether it does. */
export function iptap_ipf_register(host: Host): void {
  enter(host, 'iptap_ipf_register', null);
  const logged = branch(host, 473, host.iptap.log !== 0);
  if (logged) printf(host, 473, 'iptap_ipf_register:473');
  if (hasAddedIpv4(host) && !hasAddedIpv6(host)) takeBackIpv4(host);
  leave(host);
}

const add4 = decision('iptap_ipf_register.v4', addWords('IPv4', 482, 487, ''));

function hasAddedIpv4(host: Host): boolean {
  const filter = ipf_add(host, 'ipv4');
  const failed = branch(host, 483, typeof filter === 'number');
  decide(host, add4, failed ? add4.failed : add4.added, RECORDING && { error: errorOf(filter) });
  if (failed) printf(host, 484, `iptap_ipf_register: ipf_addv4 for iptap0 failed - ${errorOf(filter)}`);
  else host.iptap.ipf4 = filter as Ipfilter;
  return !failed;
}

const add6 = decision(
  'iptap_ipf_register.v6',
  addWords('IPv6', 489, 497, ' The filter of IPv4 is taken back.'),
);

function hasAddedIpv6(host: Host): boolean {
  const filter = ipf_add(host, 'ipv6');
  const failed = branch(host, 491, typeof filter === 'number');
  decide(host, add6, failed ? add6.failed : add6.added, RECORDING && { error: errorOf(filter) });
  if (failed) printf(host, 492, `iptap_ipf_register: ipf_addv6 for iptap0 failed - ${errorOf(filter)}`);
  else host.iptap.ipf6 = filter as Ipfilter;
  return !failed;
}

function errorOf(filter: Ipfilter | number): number {
  return typeof filter === 'number' ? filter : 0;
}

function takeBackIpv4(host: Host): void {
  if (host.iptap.ipf4 !== null) ipf_remove(host, host.iptap.ipf4);
  host.iptap.ipf4 = null;
}

function removeWords(family: string, from: number, to: number, failed: string) {
  return {
    question: `Does IP show its ${family} packets to the tap no more?`,
    outcomes: {
      failed: `It still does: error {error}.${failed}`,
      removed: 'No more.',
      absent: 'It never did.',
    },
    kernel: lines(from, to),
    reference: 'iptap_ipf_unregister; ipf_remove (bsd/netinet/kpi_ipfilter.c)',
  } as const;
}

/** Asks IP to show its packets no more. Nobody looks whether it obeys. */
export function iptap_ipf_unregister(host: Host): void {
  enter(host, 'iptap_ipf_unregister', null);
  const logged = branch(host, 508, host.iptap.log !== 0);
  if (logged) printf(host, 508, 'iptap_ipf_unregister:508');
  if (hasRemovedIpv4(host)) removeIpv6(host);
  leave(host);
}

const remove4 = decision(
  'iptap_ipf_unregister.v4',
  removeWords('IPv4', 510, 518, ' Those of IPv6 stay, too.'),
);

function hasRemovedIpv4(host: Host): boolean {
  const filter = host.iptap.ipf4;
  const there = branch(host, 510, filter !== null);
  const error = filter === null ? 0 : ipf_remove(host, filter);
  if (there) branch(host, 512, error !== 0);
  const outcome = error !== 0 ? remove4.failed : there ? remove4.removed : remove4.absent;
  decide(host, remove4, outcome, RECORDING && { error });
  if (error === 0) host.iptap.ipf4 = null;
  else printf(host, 513, `iptap_ipf_unregister: ipf_remove (ipv4) for iptap0 failed - ${error}`);
  return error === 0;
}

const remove6 = decision('iptap_ipf_unregister.v6', removeWords('IPv6', 520, 528, ''));

function removeIpv6(host: Host): void {
  const filter = host.iptap.ipf6;
  const there = branch(host, 520, filter !== null);
  const error = filter === null ? 0 : ipf_remove(host, filter);
  if (there) branch(host, 522, error !== 0);
  const outcome = error !== 0 ? remove6.failed : there ? remove6.removed : remove6.absent;
  decide(host, remove6, outcome, RECORDING && { error });
  if (error === 0) host.iptap.ipf6 = null;
  else printf(host, 523, `iptap_ipf_unregister: ipf_remove (ipv6) for iptap0 failed - ${error}`);
}

function cookieWords(way: string, from: number, to: number) {
  return {
    question: `Of which family is the packet that ${way}?`,
    outcomes: {
      ipv4: 'IPv4.',
      ipv6: 'IPv6.',
      unknown: 'None that the tap registered: nothing is captured, and the packet goes on.',
    },
    kernel: lines(from, to),
    reference: 'iptap_ipf_input, iptap_ipf_output (bsd/net/iptap.c)',
  } as const;
}

const inputCookie = decision('iptap_ipf_input.cookie', cookieWords('goes up to a protocol', 539, 550));

/**
 * A packet goes up to a protocol: it is captured, and always goes on. `cookie` is what the filter was
 * registered with.
 */
export function iptap_ipf_input(host: Host, cookie: IpfFamily | null, m: Mbuf): void {
  enter(host, 'iptap_ipf_input', m);
  if (!branch(host, 539, cookie === 'ipv4')) branch(host, 541, cookie === 'ipv6');
  decide(host, inputCookie, inputCookie[cookie ?? 'unknown']);
  if (cookie !== null) iptap_bpf_tap(host, m, cookie, false);
  else if (branchAfter(host, 544, host.iptap.log !== 0)) printf(host, 544, 'iptap_ipf_input:544 bad cookie');
  leave(host);
}

const outputCookie = decision('iptap_ipf_output.cookie', cookieWords('comes down from one', 558, 569));

/** A packet comes down from a protocol: it is captured, and always goes on. */
export function iptap_ipf_output(host: Host, cookie: IpfFamily | null, m: Mbuf): void {
  enter(host, 'iptap_ipf_output', m);
  if (!branch(host, 558, cookie === 'ipv4')) branch(host, 560, cookie === 'ipv6');
  decide(host, outputCookie, outputCookie[cookie ?? 'unknown']);
  if (cookie !== null) iptap_bpf_tap(host, m, cookie, true);
  else if (branchAfter(host, 563, host.iptap.log !== 0)) printf(host, 563, 'iptap_ipf_output:563 bad cookie');
  leave(host);
}
