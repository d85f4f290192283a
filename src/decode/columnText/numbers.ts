/** Texts of numbers: names of those that say what follows a header, hexadecimal digits. */
import { ETHER_TYPES } from '../names/etherTypes';
import { IP_PROTOCOLS } from '../names/ipProtocols';
import { PPP_PROTOCOLS } from '../names/ppp';
import { valueName } from '../names/valueNames';

/** Name of an Ethernet type, or undefined. */
export function ethertypeName(type: number): string | undefined {
  return valueName(ETHER_TYPES, type);
}

/** Name of an IP protocol or next header. */
export function ipProtocolName(protocol: number): string {
  return valueName(IP_PROTOCOLS, protocol) ?? 'Unknown';
}

/** Name of a protocol in PPP. */
export function pppProtocolName(protocol: number): string {
  return valueName(PPP_PROTOCOLS, protocol) ?? 'Unknown';
}

/** An integer in hexadecimal, at least `digits` long. */
export function hexText(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
