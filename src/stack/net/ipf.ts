/**
 * IP filters (bsd/netinet/kpi_ipfilter.c): functions that are shown every packet on its way up to a protocol
 * and down from one.
 */
import type { Host } from '../host';
import { iptap_ipf_input, iptap_ipf_output } from '../tap/iptapFilter';
import { fault } from './fault';
import type { Mbuf } from './mbuf';

export type IpfFamily = 'ipv4' | 'ipv6';

/** A registered filter. `cookie` is what it is called with; the only filter that exists is the IP tap. */
export interface Ipfilter {
  readonly cookie: IpfFamily;
}

/** The filters of both families, the newest first. */
export interface Ipfilters {
  ipv4: Ipfilter[];
  ipv6: Ipfilter[];
}

/** No filters. */
export function newIpfilters(): Ipfilters {
  return { ipv4: [], ipv6: [] };
}

/**
 * Registers a filter before those that are there: it, or the error number of a fault (ipf_addv4, ipf_addv6).
 */
export function ipf_add(host: Host, family: IpfFamily): Ipfilter | number {
  const error = fault(host, family === 'ipv4' ? 'ipf_addv4' : 'ipf_addv6', null);
  if (error !== 0) return error;
  const filter: Ipfilter = { cookie: family };
  host.ipfilters[family].unshift(filter);
  return filter;
}

/** Removes a filter: 0, or the error number of a fault. */
export function ipf_remove(host: Host, filter: Ipfilter): number {
  const error = fault(host, 'ipf_remove', null);
  if (error !== 0) return error;
  const family = filter.cookie;
  host.ipfilters[family] = host.ipfilters[family].filter(one => one !== filter);
  return 0;
}

/** Shows a packet that goes up to a protocol to every filter of its family. */
export function ipf_input(host: Host, family: IpfFamily, m: Mbuf): void {
  for (const { cookie } of host.ipfilters[family]) iptap_ipf_input(host, cookie, m);
}

/** Shows a packet that comes down from a protocol to every filter of its family. */
export function ipf_output(host: Host, family: IpfFamily, m: Mbuf): void {
  for (const { cookie } of host.ipfilters[family]) iptap_ipf_output(host, cookie, m);
}
