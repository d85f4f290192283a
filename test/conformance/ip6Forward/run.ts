/**
 * Runs ip6_forward cases: builds the host, calls ip6_forward for each packet, and reads trace, counters and
 * cache.
 */
import * as stack from '#stack/recording';
import type { Given, VectorPacket } from '../../../src/replay/vector/case';
import type { Host } from '../../../src/stack/host';
import type { Mbuf } from '../../../src/stack/net/mbuf';
import { equalBytes } from '../../../src/wire/bytes';
import { formatScoped } from '../addresses';
import type { Json } from '../compare';
import { runEvent } from '../event';
import { bits, bytesOf, mbufFlags } from '../words';
import { applyChange, applyFaults, buildHost, interfaceNamed } from './host';
import { abstractSurroundings, type Requests } from './surroundings';

const DEFAULT_TIME = 100;

/** How a packet is forwarded: by the recording build, unless a test wants to look on. */
type Forward = (host: Host, m: Mbuf, srcrt: boolean) => void;

/** What the case leads to, in the form of its `expect`. */
export function runIp6Forward(
  given: Given,
  reached: Set<string>,
  forward: Forward = stack.ip6_forward,
): Json {
  let requests: Requests = { transformed: false };
  const host = buildHost(
    given,
    abstractSurroundings(given, () => requests),
  );
  const packets: Json[] = [];
  for (const packet of given.packets) {
    requests = { transformed: false };
    const outcome = runPacket(host, given, packet, requests, reached, forward);
    packets.push(outcome);
    if (outcome.verdict === 'panic') break;
  }
  return { packets, counters: stack.counters(host) };
}

/** Runs one packet of a case; `requests` are filled by the host's surroundings. */
export function runPacket(
  host: Host,
  given: Given,
  packet: VectorPacket,
  requests: Requests,
  reached: Set<string>,
  forward: Forward = stack.ip6_forward,
): { [key: string]: Json } {
  for (const change of packet.before ?? []) applyChange(host, change);
  applyFaults(host, packet.faults);
  host.now = (packet.time ?? DEFAULT_TIME) * 1e9;
  const noted = runEvent(host, reached, () => {
    const m = receive(host, packet);
    if (given.prelude !== 'none' && !packet.srcrt) refreshCache(host, m);
    forward(host, m, packet.srcrt === 1);
  });
  const { transformed: _, ...asked } = requests;
  return {
    verdict: stack.verdicts[host.trace.verdict],
    ...noted,
    ...asked,
    cache: readCache(host),
  };
}

/** The packet as the input path hands it over. */
function receive(host: Host, packet: VectorPacket): Mbuf {
  const bytes = bytesOf(packet);
  const m = stack.m_get(host, bytes, 0, bytes.length);
  m.flags = bits(packet.mbufFlags ?? [], mbufFlags);
  m.rcvif = interfaceNamed(host, packet.rcvif);
  m.firstLen = packet.firstMbuf ?? bytes.length;
  if (packet.embed !== false) {
    stack.in6_setscope(bytes, 8, m.rcvif);
    stack.in6_setscope(bytes, 24, m.rcvif);
  }
  return m;
}

/** What the input path does with the cache for a packet that is not source routed. */
function refreshCache(host: Host, m: Mbuf): void {
  const ro = host.ip6_forward_rt;
  const up = ro.rt !== null && (ro.rt.rt_flags & stack.RTF_UP) !== 0;
  if (up && equalBytes(ro.dst, 0, m.data, m.off + 24, 16)) return;
  ro.rt = null;
  ro.family = stack.AF_INET6;
  ro.dst.set(m.data.subarray(m.off + 24, m.off + 40));
  stack.rtalloc(host.rt6, ro);
}

function readCache(host: Host): Json {
  const { dst, rt } = host.ip6_forward_rt;
  return { dst: formatScoped(dst), route: rt === null ? null : `${formatScoped(rt.rt_key)}/${rt.prefixlen}` };
}
