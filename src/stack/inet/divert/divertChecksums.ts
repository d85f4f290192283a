/**
 * Checksums of a packet of IPv4 made anew: of its header, and of TCP, UDP and ICMP where the packet holds all
 * that they cover.
 */
import { get16, put16 } from '../../../wire/bytes';
import { foldChecksum, sumBytes, sumPseudo4 } from '../../../wire/checksum';
import { IP_HDRLEN, IP_LEN, IP_MF, IP_OFF, IP_OFFMASK, IP_P, IP_SRC, IP_SUM } from '../../../wire/ipv4';
import { IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP } from '../../../wire/ipv6';

/** Where the checksum lies in the header of each protocol. */
const sumOffsets: Readonly<Record<number, number>> = {
  [IPPROTO_ICMP]: 2,
  [IPPROTO_TCP]: 16,
  [IPPROTO_UDP]: 6,
};

/** Makes them anew. What the header says of lengths beyond the packet is not followed. */
export function mendChecksums(packet: Uint8Array): void {
  const hlen = (packet[0] & 0x0f) * 4;
  if (hlen < IP_HDRLEN || hlen > packet.length) return;
  put16(packet, IP_SUM, 0);
  put16(packet, IP_SUM, foldChecksum(sumBytes(packet, 0, hlen)));
  // A fragment does not hold all that the checksum of its datagram covers.
  if ((get16(packet, IP_OFF) & (IP_MF | IP_OFFMASK)) === 0) mendTransport(packet, hlen);
}

function mendTransport(packet: Uint8Array, hlen: number): void {
  const protocol = packet[IP_P];
  const length = Math.min(get16(packet, IP_LEN), packet.length) - hlen;
  const at = hlen + (sumOffsets[protocol] ?? Number.NaN);
  if (!(at + 2 <= hlen + length)) return;
  // A sender of UDP may leave the checksum out (RFC 768).
  if (protocol === IPPROTO_UDP && get16(packet, at) === 0) return;
  put16(packet, at, 0);
  const pseudo = protocol === IPPROTO_ICMP ? 0 : sumPseudo4(packet, IP_SRC, length, protocol);
  const sum = foldChecksum(sumBytes(packet, hlen, length, pseudo));
  put16(packet, at, sum === 0 && protocol === IPPROTO_UDP ? 0xffff : sum);
}
