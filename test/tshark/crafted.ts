/**
 * Frames made by hand, so that the comparison with tshark meets every message, option and flag that the
 * sample captures do not hold. Deterministic: the same frames in every run.
 */
import { fromHex, put16, put32 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo4, sumPseudo6 } from '../../src/wire/checksum';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';

/** A frame of Ethernet and what it is there for. */
export interface CraftedFrame {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes of it that the capture holds; all when absent. */
  readonly captured?: number;
}

/** Bytes from text: hexadecimal digits, white space ignored. */
export function hex(text: string): Uint8Array {
  return fromHex(text.replace(/\s+/g, ''));
}

/** `n` bytes that differ from their neighbours, counting up from `first`. */
export function filler(n: number, first = 0): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (first + i) & 0xff);
}

/** All parts in a row. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const SOURCE6 = hex('fe80 0000 0000 0000 0200 00ff fe00 0001');
export const DESTINATION6 = hex('ff02 0000 0000 0000 0000 0000 0000 0001');
export const SOURCE4 = hex('c0 00 02 01');
export const DESTINATION4 = hex('c6 33 64 02');

/** An Ethernet frame without padding. */
export function ethernet(type: number, payload: Uint8Array): Uint8Array {
  const header = hex('33 33 00 00 00 01 02 00 00 00 00 01 00 00');
  put16(header, 12, type);
  return join(header, payload);
}

/** An IPv6 packet. */
export function ipv6(next: number, payload: Uint8Array, hopLimit = 255): Uint8Array {
  const header = new Uint8Array(40);
  header[0] = 0x60;
  put16(header, 4, payload.length);
  header[6] = next;
  header[7] = hopLimit;
  header.set(SOURCE6, 8);
  header.set(DESTINATION6, 24);
  return join(header, payload);
}

/** An IPv4 packet without options. */
export function ipv4(protocol: number, payload: Uint8Array, ttl = 64): Uint8Array {
  const header = hex('45 00 00 00 12 34 00 00 00 00 00 00 c0 00 02 01 c6 33 64 02');
  put16(header, 2, 20 + payload.length);
  header[8] = ttl;
  header[9] = protocol;
  put16(header, 10, foldChecksum(sumBytes(header, 0, 20)));
  return join(header, payload);
}

/** An ICMPv6 message with its checksum between SOURCE6 and DESTINATION6. */
export function icmpv6(type: number, code: number, body: Uint8Array): Uint8Array {
  const message = join(Uint8Array.of(type, code, 0, 0), body);
  const pseudo = sumPseudo6(join(SOURCE6, DESTINATION6), 0, message.length, 58);
  put16(message, 2, foldChecksum(sumBytes(message, 0, message.length, pseudo)));
  return message;
}

/** An ICMPv4 or IGMP message with its checksum. */
export function icmp(type: number, code: number, body: Uint8Array): Uint8Array {
  const message = join(Uint8Array.of(type, code, 0, 0), body);
  put16(message, 2, foldChecksum(sumBytes(message, 0, message.length)));
  return message;
}

/** A TCP segment from port 40000 to 40001 over IPv4 with its checksum; the options are padded with zeros. */
export function tcp(flags: number, options: Uint8Array, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const optionBytes = new Uint8Array((options.length + 3) & ~3);
  optionBytes.set(options);
  const header = hex('9c40 9c41 11223344 00000000 0000 2000 0000 0000');
  if ((flags & 0x10) !== 0) put32(header, 8, 0x55667788);
  put16(header, 12, (((20 + optionBytes.length) / 4) << 12) | flags);
  const segment = join(header, optionBytes, payload);
  const pseudo = sumPseudo4(join(SOURCE4, DESTINATION4), 0, segment.length, 6);
  put16(segment, 16, foldChecksum(sumBytes(segment, 0, segment.length, pseudo)));
  return segment;
}

/** A UDP datagram over IPv4 with its checksum. */
export function udp(sourcePort: number, destinationPort: number, payload: Uint8Array): Uint8Array {
  const datagram = join(new Uint8Array(8), payload);
  put16(datagram, 0, sourcePort);
  put16(datagram, 2, destinationPort);
  put16(datagram, 4, datagram.length);
  const pseudo = sumPseudo4(join(SOURCE4, DESTINATION4), 0, datagram.length, 17);
  put16(datagram, 6, foldChecksum(sumBytes(datagram, 0, datagram.length, pseudo)));
  return datagram;
}

export function overIpv6(name: string, next: number, payload: Uint8Array): CraftedFrame {
  return { name, bytes: ethernet(0x86dd, ipv6(next, payload)) };
}

export function overIpv4(name: string, protocol: number, payload: Uint8Array): CraftedFrame {
  return { name, bytes: ethernet(0x0800, ipv4(protocol, payload)) };
}

/** A classic capture of frames of one link type, Ethernet if not told, one a millisecond. */
export function pcapOf(frames: readonly CraftedFrame[], linkType = LINKTYPE_ETHERNET): Uint8Array {
  const head = hex('a1b2c3d4 0002 0004 00000000 00000000 00040000 00000000');
  put32(head, 20, linkType);
  const parts = [head];
  for (const [i, frame] of frames.entries()) {
    const record = new Uint8Array(16);
    const captured = Math.min(frame.captured ?? frame.bytes.length, frame.bytes.length);
    put32(record, 0, 1_700_000_000 + Math.floor(i / 1000));
    put32(record, 4, (i % 1000) * 1000);
    put32(record, 8, captured);
    put32(record, 12, frame.bytes.length);
    parts.push(record, frame.bytes.subarray(0, captured));
  }
  return join(...parts);
}
