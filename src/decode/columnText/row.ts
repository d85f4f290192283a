/**
 * The texts of one row while its layers are worded, innermost last: a layer replaces what the ones around it
 * said.
 */
import { IPPROTO_NONE } from '../../wire/ipv6';
import { ethertypeName, hexText, ipProtocolName, pppProtocolName } from './numbers';

/** Most characters of a text; what is longer is cut. */
export const MOST_CHARACTERS = 1000;

/** How a layer words the number of what follows it when nobody dissects that. */
export const FOLLOWS = {
  /** Not at all. */
  silently: 0,
  /** An Ethernet type. */
  ethertype: 1,
  /** Protocol number of an IPv4 header. */
  ipv4: 2,
  /** Next header of IPv6 and its extension headers. */
  ipv6: 3,
  /** Protocol number of PPP. */
  ppp: 4,
} as const;

type Follows = (typeof FOLLOWS)[keyof typeof FOLLOWS];

/** Next header of a packet that ends (RFC 8200 4.7). */
/** Extension headers that are not decoded (mobility, shim6): they say nothing by themselves. */
const SILENT_EXTENSIONS = new Set([135, 140]);

export class Row {
  source = '';
  destination = '';
  protocol = '';
  info = '';
  /** IP version whose header chain is being worded, 0 outside. */
  chain: 0 | 4 | 6 = 0;
  /** TTL of the IP header that was worded last; -1 where what follows does not tell it. */
  ttl = -1;
  /** What follows was chosen by an Ethernet type: its dissector is certain of it. */
  byEthertype = false;
  private follows: Follows = FOLLOWS.silently;
  private number = 0;

  /** Empties the row. */
  clear(): void {
    this.source = '';
    this.destination = '';
    this.protocol = '';
    this.info = '';
    this.chain = 0;
    this.ttl = -1;
    this.byEthertype = false;
    this.follows = FOLLOWS.silently;
  }

  /** A layer begins. */
  begin(protocol: string, info = ''): void {
    this.protocol = protocol;
    this.info = info;
  }

  append(text: string): void {
    if (this.info.length < MOST_CHARACTERS) this.info = (this.info + text).slice(0, MOST_CHARACTERS);
  }

  /** Appends after a comma, as extension headers are listed. */
  list(text: string): void {
    this.append(this.info === '' ? text : ` , ${text}`);
  }

  /** Notes which `number` names what follows; `known`: somebody dissects it, and may still refuse. */
  expect(follows: Follows, number: number, known: boolean): void {
    this.follows = follows;
    this.number = number;
    this.byEthertype = follows === FOLLOWS.ethertype;
    if (!known) this.refuse();
  }

  /** Nobody dissects what follows: the number is named instead. */
  refuse(): void {
    const { number } = this;
    switch (this.follows) {
      case FOLLOWS.ethertype:
        this.protocol = `0x${hexText(number, 4)}`;
        this.info = ethertypeName(number) ?? this.info;
        break;
      case FOLLOWS.ipv4:
        this.info = `${ipProtocolName(number)} (${number})`;
        break;
      case FOLLOWS.ipv6:
        if (number === IPPROTO_NONE) this.info = 'IPv6 no next header';
        else if (!SILENT_EXTENSIONS.has(number)) {
          this.info = `Unknown IP Protocol: ${ipProtocolName(number)} (${number})`;
        }
        break;
      case FOLLOWS.ppp:
        this.protocol = `0x${hexText(number, 4)}`;
        this.info = `PPP ${pppProtocolName(number)} (0x${hexText(number, 4)})`;
        break;
    }
    this.follows = FOLLOWS.silently;
  }
}
