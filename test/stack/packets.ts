/** Real packets for tests, built layer by layer. Addresses are text. */
import { parseIpv6, parseMac } from '../../src/wire/address';
import { get32, put16, put32 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo6 } from '../../src/wire/checksum';
import { IPPROTO_ICMPV6, IPPROTO_UDP } from '../../src/wire/ipv6';

/** The bytes of an address written as text. */
export function address(text: string): Uint8Array {
  const bytes = parseIpv6(text);
  if (bytes === null) throw new Error(`no address: ${text}`);
  return bytes;
}

/** The bytes of a link address written as text. */
export function mac(text: string): Uint8Array {
  const bytes = parseMac(text);
  if (bytes === null) throw new Error(`no link address: ${text}`);
  return bytes;
}

/** Bytes one after the other. */
export function join(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export interface Ip6Fields {
  src?: string;
  dst?: string;
  nxt?: number;
  hlim?: number;
  /** What the header says; the payload's length when left out. */
  plen?: number;
  version?: number;
  payload?: Uint8Array;
}

/** An IPv6 packet. Without a payload: a UDP datagram of 8 bytes of data. */
export function ip6(fields: Ip6Fields = {}): Uint8Array {
  const src = fields.src ?? '2001:db8:1::10';
  const dst = fields.dst ?? '2001:db8:2::20';
  const payload = fields.payload ?? udp(src, dst, new Uint8Array(8));
  const header = new Uint8Array(40);
  header[0] = (fields.version ?? 6) << 4;
  put16(header, 4, fields.plen ?? payload.length);
  header[6] = fields.nxt ?? IPPROTO_UDP;
  header[7] = fields.hlim ?? 64;
  header.set(address(src), 8);
  header.set(address(dst), 24);
  return join(header, payload);
}

function checksummed(src: string, dst: string, proto: number, at: number, message: Uint8Array): Uint8Array {
  const pseudo = join(address(src), address(dst));
  put16(message, at, 0);
  const sum = sumPseudo6(pseudo, 0, message.length, proto);
  put16(message, at, foldChecksum(sumBytes(message, 0, message.length, sum)));
  return message;
}

/** A UDP datagram, port 1000 to 2000. */
export function udp(src: string, dst: string, data: Uint8Array): Uint8Array {
  const message = join([0x03, 0xe8, 0x07, 0xd0, 0, 0, 0, 0], data);
  put16(message, 4, message.length);
  return checksummed(src, dst, IPPROTO_UDP, 6, message);
}

/** An ICMPv6 message: type, code, and all after the checksum. */
export function icmp6(
  src: string,
  dst: string,
  type: number,
  code: number,
  body: Uint8Array | readonly number[],
): Uint8Array {
  return checksummed(src, dst, IPPROTO_ICMPV6, 2, join([type, code, 0, 0], body));
}

/** An IPv6 packet that carries an ICMPv6 message. */
export function icmp6Packet(
  fields: Ip6Fields & { src: string; dst: string; type: number; code?: number },
  body: Uint8Array | readonly number[] = [0, 0, 0, 0],
): Uint8Array {
  const payload = icmp6(fields.src, fields.dst, fields.type, fields.code ?? 0, body);
  return ip6({ ...fields, nxt: IPPROTO_ICMPV6, payload });
}

/** A neighbour solicitation with the sender's link address, unless `lladdr` is null. */
export function solicitation(
  src: string,
  dst: string,
  target: string,
  lladdr: string | null,
  more: Ip6Fields = {},
): Uint8Array {
  const option = lladdr === null ? [] : join([1, 1], mac(lladdr));
  const body = join([0, 0, 0, 0], address(target), option);
  return icmp6Packet({ hlim: 255, ...more, src, dst, type: 135 }, body);
}

/** A neighbour advertisement; `flags` R 0x80, S 0x40, O 0x20. */
export function advertisement(
  src: string,
  dst: string,
  target: string,
  flags: number,
  lladdr: string | null,
  more: Ip6Fields = {},
): Uint8Array {
  const option = lladdr === null ? [] : join([2, 1], mac(lladdr));
  return icmp6Packet(
    { hlim: 255, ...more, src, dst, type: 136 },
    join([flags, 0, 0, 0], address(target), option),
  );
}

/** An options header of whole units of 8 bytes, padded with PadN or Pad1. */
export function optionsHeader(nxt: number, options: readonly number[]): Uint8Array {
  const missing = (8 - ((2 + options.length) % 8)) % 8;
  const padding =
    missing === 0 ? [] : missing === 1 ? [0] : [1, missing - 2, ...new Array(missing - 2).fill(0)];
  const length = (2 + options.length + missing) / 8 - 1;
  return join([nxt, length, ...options, ...padding]);
}

/** A routing header with whole addresses. */
export function routingHeader(
  nxt: number,
  type: number,
  segleft: number,
  addresses: readonly string[],
): Uint8Array {
  return join([nxt, addresses.length * 2, type, segleft, 0, 0, 0, 0], ...addresses.map(address));
}

/** A fragment header. */
export function fragmentHeader(nxt: number, offset: number, more: boolean, id: number): Uint8Array {
  const header = new Uint8Array(8);
  header[0] = nxt;
  put16(header, 2, offset | (more ? 1 : 0));
  put32(header, 4, id);
  return header;
}

export const ROUTER_MAC = '02:00:00:00:01:01';
export const HOST_MAC = '02:00:00:00:00:10';
export const NEIGHBOR_MAC = '02:00:00:00:00:20';

/** An Ethernet frame; by default from a host to the router's em0, with IPv6. */
export function ethernet(
  payload: Uint8Array | readonly number[],
  fields: { dst?: string; src?: string; type?: number } = {},
): Uint8Array {
  const type = fields.type ?? 0x86dd;
  return join(mac(fields.dst ?? ROUTER_MAC), mac(fields.src ?? HOST_MAC), [type >> 8, type & 0xff], payload);
}

/** Type, code and 32-bit word of the ICMPv6 message of a packet without extension headers. */
export function errorOf(packet: Uint8Array): [type: number, code: number, word: number] {
  return [packet[40], packet[41], get32(packet, 44)];
}
