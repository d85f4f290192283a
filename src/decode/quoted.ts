/** The packet that an ICMP or ICMPv6 error quotes. */
import { dissectData } from './data';
import { type Dissection, UNREASSEMBLED } from './dissection';
import { ip } from './ipv4';
import { isMalformed, markProblem } from './problem';
import { dispatch, ethertypes } from './tables';

const ETHERTYPE_IPV6 = 0x86dd;

/**
 * Dissects the packet at `at` that an error of IP version `version` quotes; in ICMPv6, what is no IPv6 is data. Answers
 * where it ends.
 * The network layer around the error is the current one again afterwards.
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
  const { currentParent, currentNth, currentProtocol } = d;
  d.quoted = true;
  let next = reported;
  try {
    next = dispatch(d, handle, at, end, reported);
  } catch (problem) {
    // A quote is expected to end early; what the capture cut off of it is noted. The error goes on.
    if (!isMalformed(problem) && problem !== UNREASSEMBLED) {
      d.currentProtocol = handle.protocol;
      markProblem(d, problem, end);
    }
  }
  d.currentParent = currentParent;
  d.currentNth = currentNth;
  d.currentProtocol = currentProtocol;
  d.quoted = quoted;
  d.netVersion = netVersion;
  d.addressBytes = addressBytes;
  d.sourceAddress = sourceAddress;
  d.destinationAddress = destinationAddress;
  d.ipProtocol = ipProtocol;
  d.fragmented = fragmented;
  return next;
}
