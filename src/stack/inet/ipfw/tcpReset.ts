/** The reset that answers a segment of TCP (send_pkt of netinet/ip_fw2.c; RFC 9293 3.5.2). */
import { get16, get32, put16, put32 } from '../../../wire/bytes';
import { foldChecksum, sumBytes, sumPseudo4, sumPseudo6 } from '../../../wire/checksum';
import { IP_HDRLEN } from '../../../wire/ipv4';
import { IP6_DST, IP6_HDRLEN, IP6_HLIM, IP6_NXT, IP6_PLEN, IP6_SRC, IPPROTO_TCP } from '../../../wire/ipv6';
import { TCP_HDRLEN, TH_ACK, TH_FLAGS, TH_OFF, TH_SEQ, TH_SUM } from '../../../wire/tcp';
import type { Host } from '../../host';
import { in6_setscope } from '../../inet6/scope6';
import { M_SKIP_FIREWALL, m_get } from '../../net/mbuf';
import type { IpfwArgs } from './args';
import { tcpFlagBits } from './tcpFlags';

/**
 * Sends a reset to the sender of the segment, unless it is no segment or a reset itself. The reset is shown
 * to no rule.
 */
export function tcpReset(host: Host, args: IpfwArgs): void {
  const { m, ulp, proto, ipv6 } = args;
  if (proto !== IPPROTO_TCP || (m.data[ulp + TH_FLAGS] & tcpFlagBits.rst) !== 0) return;
  const hlen = ipv6 ? IP6_HDRLEN : IP_HDRLEN;
  const bytes = new Uint8Array(hlen + TCP_HDRLEN);
  writeTcp(bytes, hlen, args);
  if (ipv6) writeIpv6(bytes, args, host.sysctl.hlim);
  else writeIpv4(bytes, args, host.sysctl4.ttl);
  const answer = m_get(host, bytes, 0, bytes.length);
  answer.frame = m.frame;
  answer.flags |= M_SKIP_FIREWALL;
  if (ipv6) host.surroundings.ip6_output(host, answer, 0);
  else host.surroundings.ip_output(host, answer, null, 0);
}

/**
 * With an acknowledgement in the segment the reset takes its number from there; without one it acknowledges
 * the segment, its data over IPv6 only.
 */
function writeTcp(bytes: Uint8Array, at: number, { m, ulp, ulpLen, ipv6 }: IpfwArgs): void {
  const flags = m.data[ulp + TH_FLAGS];
  put16(bytes, at, get16(m.data, ulp + 2));
  put16(bytes, at + 2, get16(m.data, ulp));
  bytes[at + TH_OFF] = (TCP_HDRLEN / 4) << 4;
  if ((flags & tcpFlagBits.ack) !== 0) {
    put32(bytes, at + TH_SEQ, get32(m.data, ulp + TH_ACK));
    bytes[at + TH_FLAGS] = tcpFlagBits.rst;
    return;
  }
  const syn = (flags & tcpFlagBits.syn) !== 0 ? 1 : 0;
  const length = ipv6 ? ulpLen - (m.data[ulp + TH_OFF] >> 4) * 4 : 0;
  put32(bytes, at + TH_ACK, (get32(m.data, ulp + TH_SEQ) + length + syn) >>> 0);
  bytes[at + TH_FLAGS] = tcpFlagBits.rst | tcpFlagBits.ack;
}

/**
 * The filters see addresses as they are on the wire, the output of IPv6 those with the zone of their link.
 */
function writeIpv6(bytes: Uint8Array, { m, src, dst, ifp }: IpfwArgs, hlim: number): void {
  bytes[0] = 0x60;
  put16(bytes, IP6_PLEN, TCP_HDRLEN);
  bytes[IP6_NXT] = IPPROTO_TCP;
  bytes[IP6_HLIM] = hlim;
  bytes.set(m.data.subarray(dst, dst + 16), IP6_SRC);
  bytes.set(m.data.subarray(src, src + 16), IP6_DST);
  finish(bytes, IP6_HDRLEN, sumPseudo6(bytes, IP6_SRC, TCP_HDRLEN, IPPROTO_TCP));
  in6_setscope(bytes, IP6_SRC, ifp);
  in6_setscope(bytes, IP6_DST, ifp);
}

/** Identification and checksum are filled in by the output of IPv4. */
function writeIpv4(bytes: Uint8Array, { m, src, dst }: IpfwArgs, ttl: number): void {
  bytes[0] = 0x45;
  put16(bytes, 2, bytes.length);
  bytes[8] = ttl;
  bytes[9] = IPPROTO_TCP;
  bytes.set(m.data.subarray(dst, dst + 4), 12);
  bytes.set(m.data.subarray(src, src + 4), 16);
  finish(bytes, IP_HDRLEN, sumPseudo4(bytes, 12, TCP_HDRLEN, IPPROTO_TCP));
}

function finish(bytes: Uint8Array, at: number, pseudo: number): void {
  put16(bytes, at + TH_SUM, foldChecksum(sumBytes(bytes, at, TCP_HDRLEN, pseudo)));
}
