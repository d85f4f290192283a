/** The packet that an ICMP or ICMPv6 error quotes. */
import { ETHERTYPE_IPV6 } from '../wire/linkHeader';
import { dissectData } from './data';
import { type Dissection, UNREASSEMBLED } from './dissection';
import { ip } from './ipv4/ipv4';
import { isMalformed } from './problem';
import { dispatch, ethertypes, ipProtocols } from './tables';

/**
 * Dissects the packet at `at` that an error of IP version `version` quotes; in ICMPv6, what is no IPv6 is
 * data. Answers where it ends. The network layer around the error is the current one again afterwards.
 */
export function dissectQuoted(
  d: Dissection,
  version: 4 | 6,
  at: number,
  end: number,
  reported: number,
): number {
  const handle = version === 4 ? ip : ethertypes.get(ETHERTYPE_IPV6);
  if (version === 6) d.need(at, 1, end, reported);
  if (handle === undefined || (version === 6 && d.bytes[at] >>> 4 !== 6)) return dissectData(d, at, end, end);
  const { quoted, netVersion, addressBytes, sourceAddress, destinationAddress, ipProtocol, fragmented } = d;
  const { currentParent, currentNth, currentProtocol, quotedByIcmp } = d;
  d.quoted = true;
  d.quotedByIcmp = version === 4;
  let next = reported;
  try {
    next = dispatch(d, handle, at, end, reported);
  } catch (problem) {
    d.currentProtocol = handle.protocol;
    if (!isMalformed(problem) && problem !== UNREASSEMBLED) throw problem;
    // A quote is expected to end early: the error goes on.
    leaveEmptyLayer(d);
  }
  d.currentParent = currentParent;
  d.currentNth = currentNth;
  d.currentProtocol = currentProtocol;
  d.quoted = quoted;
  d.quotedByIcmp = quotedByIcmp;
  d.netVersion = netVersion;
  d.addressBytes = addressBytes;
  d.sourceAddress = sourceAddress;
  d.destinationAddress = destinationAddress;
  d.ipProtocol = ipProtocol;
  d.fragmented = fragmented;
  return next;
}

/** Takes back an upper layer that ended before it had anything to show. */
function leaveEmptyLayer(d: Dissection): void {
  const latest = d.layers[d.layerCount - 1];
  if (d.openedLayers < d.layerCount && ipProtocols.get(d.ipProtocol)?.protocol === latest) d.leave(latest);
}
