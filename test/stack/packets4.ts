/** Real IPv4 and ARP packets for tests, built layer by layer. Addresses are text. */
import { parseIpv4 } from '../../src/wire/address';
import { get16, get32, put16 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes } from '../../src/wire/checksum';
import { ethernet, HOST_MAC, join, mac } from './packets';

/** The bytes of an address written as text. */
export function quad(text: string): Uint8Array {
  const bytes = parseIpv4(text);
  if (bytes === null) throw new Error(`no address: ${text}`);
  return bytes;
}

export interface Ip4Fields {
  src?: string;
  dst?: string;
  p?: number;
  ttl?: number;
  tos?: number;
  id?: number;
  /** The fragment field: flags and offset. */
  off?: number;
  options?: readonly number[];
  /** What the header says; the truth when left out. */
  len?: number;
  vhl?: number;
  sum?: number;
  payload?: Uint8Array | readonly number[];
}

/**
 * An IPv4 packet. Without a payload: a UDP datagram of 8 bytes of data, port 1000 to 2000, without a
 * checksum.
 */
export function ip4(fields: Ip4Fields = {}): Uint8Array {
  const options = fields.options ?? [];
  const payload = fields.payload ?? join([0x03, 0xe8, 0x07, 0xd0, 0, 16, 0, 0], new Uint8Array(8));
  const hlen = 20 + options.length;
  const packet = join(new Uint8Array(20), options, payload);
  packet[0] = fields.vhl ?? 0x40 | (hlen >> 2);
  packet[1] = fields.tos ?? 0;
  put16(packet, 2, fields.len ?? packet.length);
  put16(packet, 4, fields.id ?? 0x1234);
  put16(packet, 6, fields.off ?? 0);
  packet[8] = fields.ttl ?? 64;
  packet[9] = fields.p ?? 17;
  packet.set(quad(fields.src ?? '192.0.2.10'), 12);
  packet.set(quad(fields.dst ?? '198.51.100.20'), 16);
  put16(packet, 10, fields.sum ?? foldChecksum(sumBytes(packet, 0, hlen)));
  return packet;
}

/** An IPv4 packet with an ICMP message: type, code, and all after the checksum. */
export function icmp4(
  fields: Ip4Fields,
  type: number,
  code: number,
  body: Uint8Array | readonly number[] = [0, 1, 0, 1],
): Uint8Array {
  const message = join([type, code, 0, 0], body);
  put16(message, 2, foldChecksum(sumBytes(message, 0, message.length)));
  return ip4({ ...fields, p: 1, payload: message });
}

/** A frame with IPv4. */
export function frame4(packet: Uint8Array, fields: { dst?: string } = {}): Uint8Array {
  return ethernet(packet, { ...fields, type: 0x0800 });
}

/** An ARP packet, and the frame of it: op 1 asks, 2 answers. */
export function arp(
  op: number,
  spa: string,
  tpa: string,
  sha = HOST_MAC,
  tha = '00:00:00:00:00:00',
): Uint8Array {
  return join([0, 1, 8, 0, 6, 4, 0, op], mac(sha), quad(spa), mac(tha), quad(tpa));
}
export function arpFrame(packet: Uint8Array): Uint8Array {
  return ethernet(packet, { dst: 'ff:ff:ff:ff:ff:ff', type: 0x0806 });
}

/** Type, code and last two 16-bit words of the ICMP message of a packet without options. */
export function icmpOf(packet: Uint8Array): [type: number, code: number, word: number, low: number] {
  return [packet[20], packet[21], get32(packet, 24), get16(packet, 26)];
}

/** True when header and ICMP message have right checksums and the length is the truth. */
export function isSound(packet: Uint8Array): boolean {
  const hlen = (packet[0] & 0xf) * 4;
  if (get16(packet, 2) !== packet.length || foldChecksum(sumBytes(packet, 0, hlen)) !== 0) return false;
  const whole = (get16(packet, 6) & 0x3fff) === 0;
  return packet[9] !== 1 || !whole || foldChecksum(sumBytes(packet, hlen, packet.length - hlen)) === 0;
}
