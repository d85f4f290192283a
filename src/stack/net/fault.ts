/** Injected failures: what no configuration can cause (`fault FUNCTION ERRNO` in a `.stack` file). */
import type { Host } from '../host';
import { type Origin, used } from '../trace';
import type { Mbuf } from './mbuf';

/** A failure to inject. */
export interface Fault {
  /** The function that fails: one of `faultable`. */
  function: string;
  /** BSD errno number. */
  errno: number;
  /** Calls that pass before the first failure. */
  after: number;
  /** Times left to fail; Infinity for always. */
  times: number;
  /** Fails only for packets whose number is here, in ascending order; null for all. */
  frames: readonly number[] | null;
  origin: Origin | null;
}

/** The functions that can be made to fail, and what their failing means. */
export const faultable: Readonly<Record<string, string>> = {
  m_copy: 'no copy of the packet can be kept for an ICMPv6 error',
  m_prepend: 'no memory is left for a header in front of the packet',
  ipsec6_getpolicybyaddr: 'the look-up of the outbound policy fails',
  ipsec6_output_tunnel: 'tunnel processing fails',
  ipsec6_splithdr: 'there is no buffer for the outer header of a tunnel',
  ipsec6_encapsulate: 'the outer header of a tunnel cannot be made',
  key_acquire: 'the key daemon cannot be asked for an association',
  esp6_output: 'the cipher of ESP fails',
  ah6_output: 'the check value of AH cannot be computed',
  ip6_output: 'no buffer is left for a fragment of a packet of ours',
  frag6_input: 'no memory is left for a fragment or its packet',
  if_clone_attach: 'the kind of interface cannot be registered',
  _MALLOC: 'there is no memory for an IP tap',
  ifnet_allocate: 'an IP tap gets no interface',
  ifnet_attach: 'the interface of an IP tap cannot be attached',
  ipf_addv4: 'IP does not show its IPv4 packets to the tap',
  ipf_addv6: 'IP does not show its IPv6 packets to the tap',
  ipf_remove: 'IP goes on showing its packets to the tap',
  copyout: 'an answer cannot be written to the program that asked',
  if_output: 'the link refuses the packet',
  if_ioctl: 'the driver refuses to let the frames of a group in',
  malloc: 'there is no memory for a record of a group or a membership, or for a list of sockets',
  m_get: 'there is no buffer for an MLD message',
  in6_setscope: 'the interface has no scope zones for what Multicast Listener Discovery asks of it',
  suser: 'who sets up a tunnel or opens a divert socket is not the super-user',
  m_tag_get: 'there is no memory for the mark on a packet that a program gives back',
  m_dup: 'the copy of a packet for tee cannot be made',
  soreserve: 'the buffers of a divert socket cannot be reserved',
  in_pcballoc: 'there is no memory for the control block of a divert socket',
  sysctl_wire_old_buffer: 'the memory of who asks for the list of sockets cannot be pinned',
  ip_input: 'no buffer is left for the header of an IPv4 packet',
};

/** Adds a failure; several for one function are tried in the order added. */
export function fault_add(
  host: Host,
  given: Pick<Fault, 'function' | 'errno'> & Partial<Omit<Fault, 'function' | 'errno'>>,
): void {
  host.faults.push({
    function: given.function,
    errno: given.errno,
    after: given.after ?? 0,
    times: given.times ?? Number.POSITIVE_INFINITY,
    frames: given.frames ?? null,
    origin: given.origin ?? null,
  });
}

/** Removes the failures of one function, or all of them. */
export function fault_clear(host: Host, fn?: string): void {
  host.faults = fn === undefined ? [] : host.faults.filter(entry => entry.function !== fn);
}

/** The error number with which `fn` must fail for this packet now, 0 when it works. */
export function fault(host: Host, fn: string, m: Mbuf | null): number {
  return host.faults.length === 0 ? 0 : nextFault(host, fn, m);
}

function nextFault(host: Host, fn: string, m: Mbuf | null): number {
  for (const entry of host.faults) {
    if (entry.function !== fn || entry.times <= 0) continue;
    if (entry.frames !== null && (m === null || !includes(entry.frames, m.frame))) continue;
    if (entry.after > 0) {
      entry.after--;
      continue;
    }
    entry.times--;
    used(host, entry.origin);
    return entry.errno;
  }
  return 0;
}

function includes(ascending: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] === wanted) return true;
    if (ascending[middle] < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
