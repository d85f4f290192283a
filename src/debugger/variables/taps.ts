/**
 * Who listens: the IP taps of a machine, the filters by which IP shows them packets, and the captures under
 * way.
 */
import { DLT_EN10MB, DLT_LOOP, DLT_NULL, DLT_PKTAP, DLT_RAW } from '#stack/running';
import type { Host } from '../../stack/host';
import { type Node, table } from './node';

/** Taps, the newest first as the kernel lists them, with the captures that each counts. */
export function tapsNode(host: Host): Node {
  return table('Taps', host.iptap.taps, ({ ifp, rawCount, pktapCount }): Node => {
    return { name: ifp.name, value: `raw ${rawCount}, pktap ${pktapCount}`, origin: ifp.origin };
  });
}

/** IP filters in the order in which they are shown a packet. */
export function ipFiltersNode({ ipfilters }: Host): Node {
  const filters = [...ipfilters.ipv4, ...ipfilters.ipv6];
  const places = [...ipfilters.ipv4.keys(), ...ipfilters.ipv6.keys()];
  return table('IP filters', filters, ({ cookie }, i): Node => {
    return { name: `${cookie} ${places[i] + 1}`, value: 'iptap' };
  });
}

const typeNames: Readonly<Record<number, string>> = {
  [DLT_RAW]: 'raw',
  [DLT_PKTAP]: 'pktap',
  [DLT_EN10MB]: 'en10mb',
  [DLT_NULL]: 'null',
  [DLT_LOOP]: 'loop',
};

/** Captures under way: interface, what is captured, and the file that it goes to. */
export function capturesNode(host: Host): Node {
  const captures = host.bpf.flatMap(({ ifp, dlt, readers }) => readers.map(reader => ({ ifp, dlt, reader })));
  return table('Captures', captures, ({ ifp, dlt, reader }): Node => {
    return { name: `${ifp.name} ${typeNames[dlt] ?? dlt}`, value: reader.file, origin: reader.origin };
  });
}
