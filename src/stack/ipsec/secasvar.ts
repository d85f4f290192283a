/** What the association database holds (struct secasvar, struct secashead in netkey/keydb.h). */
import { formatIpv4 } from '../../wire/address';
import { IPPROTO_AH, IPPROTO_ESP, IPPROTO_IPCOMP } from '../../wire/ipv6';
import { time_second } from '../clock';
import type { Host } from '../host';
import type { RouteIn6 } from '../net/route';
import { scopedText } from '../operands';
import type { Origin } from '../trace';
import type { Cipher } from './algorithms/cipher';
import type { Mac } from './algorithms/mac';
import { IPSEC_MODE_TRANSPORT, IPSEC_MODE_TUNNEL } from './policy';

/** How the bytes between payload and trailer are filled (`setkey add -f`). */
export type Padding = 'seq-pad' | 'zero-pad' | 'random-pad';

/** An association: keys, algorithms and counters for packets in one direction between two addresses. */
export interface Secasvar {
  /** IPPROTO_ESP, IPPROTO_AH or IPPROTO_IPCOMP. */
  readonly proto: number;
  /** 256..2^32-1 */
  readonly spi: number;
  /** 16 bytes with the zone embedded, or 4 of IPv4. */
  readonly src: Uint8Array;
  readonly dst: Uint8Array;
  /** IPSEC_MODE_*; `any` serves both. */
  readonly mode: number;
  /** Id that a policy of level `unique` asks for; 0 for none. */
  readonly reqid: number;
  /** What ESP encrypts with; null for AH and IPComp. The key is inside and cannot be seen. */
  readonly enc: Cipher | null;
  /** What ESP or AH authenticates with; null for none. The key is inside and cannot be seen. */
  readonly auth: Mac | null;
  readonly padding: Padding;
  /** May the sequence number begin again after 2^32-1 packets? */
  readonly cyclic: boolean;
  /** Seconds after which it is dying, and dead; 0 for never. */
  readonly soft: number;
  readonly hard: number;
  /** Second since 1970 in which it was added. */
  readonly created: number;
  /** Size of the replay window in bytes, eight packets each; 0 when nothing is checked (struct secreplay). */
  readonly wsize: number;
  /** Packets sent or accepted; the sequence number sent last. */
  count: number;
  /** Highest sequence number accepted. */
  lastseq: number;
  /** The packets seen: the lowest bit of the last byte is `lastseq`, those before it follow. */
  bitmap: Uint8Array;
  /** Packets and bytes protected or accepted (key_sa_recordxfer). */
  packets: number;
  bytes: number;
  /** The route to the far end of the tunnel, kept while it is up. */
  route: RouteIn6;
  readonly origin: Origin | null;
}

/** `mature` and `dying` associations protect packets; a `dead` one is as good as gone. */
type SaState = 'mature' | 'dying' | 'dead';

/** How far the life of an association has gone (key_timehandler in netkey/key.c). */
export function saState(host: Host, sav: Secasvar): SaState {
  const age = time_second(host) - sav.created;
  if (sav.hard !== 0 && age > sav.hard) return 'dead';
  return sav.soft !== 0 && age > sav.soft ? 'dying' : 'mature';
}

/** True when something vouches for the packets of the association: a code, or the cipher itself. */
export function authenticates(sav: Secasvar): boolean {
  return icvLength(sav) > 0;
}

/** Bytes of the check value in its packets. */
export function icvLength(sav: Secasvar): number {
  return (sav.enc?.icvlen ?? 0) + (sav.auth?.icvlen ?? 0);
}

const protocolNames: Readonly<Record<number, string>> = {
  [IPPROTO_ESP]: 'esp',
  [IPPROTO_AH]: 'ah',
  [IPPROTO_IPCOMP]: 'ipcomp',
};

/** The word of setkey for the protocol of an association or a request. */
export function saProtocolName(proto: number): string {
  return protocolNames[proto] ?? String(proto);
}

/** The word of setkey for IPSEC_MODE_*. */
export function saModeName(mode: number): string {
  if (mode === IPSEC_MODE_TUNNEL) return 'tunnel';
  return mode === IPSEC_MODE_TRANSPORT ? 'transport' : 'any';
}

/** An end of an association in words. */
export function endText(addr: Uint8Array): string {
  if (addr.length === 4) return formatIpv4(addr);
  return scopedText(addr);
}

/** An SPI as it is written everywhere: `0x00001001`. */
export function spiText(spi: number): string {
  return `0x${spi.toString(16).padStart(8, '0')}`;
}

/** An association in a few words, without its keys: `esp 0x00001001 2001:db8::1 > 2001:db8::2`. */
export function describeSa(sav: Secasvar): string {
  return `${saProtocolName(sav.proto)} ${spiText(sav.spi)} ${endText(sav.src)} > ${endText(sav.dst)}`;
}

/** Its algorithms by name: `aes-cbc + hmac-sha1`. */
export function algorithmsText(sav: Secasvar): string {
  return [sav.enc?.name, sav.auth?.name].filter(name => name !== undefined).join(' + ') || 'none';
}
