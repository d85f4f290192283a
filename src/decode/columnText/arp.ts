/** Words of ARP and its relatives, which share the format: RARP, DRARP, InARP, MARS, MAPOS. */
import { formatIpv4, formatMac } from '../../wire/address';
import { ARP_HDRLEN, ARPOP_REPLY, ARPOP_REQUEST } from '../../wire/arp';
import { toHex } from '../../wire/bytes';
import { ARP, UNTITLED } from '../arp';
import { valueName } from '../names/valueNames';
import type { Layer } from './layer';
import { hexText } from './numbers';
import type { Row } from './row';
import type { Words } from './words';

/** Hardware of ATM, whose packets have another format (RFC 2225). */
const HARDWARE_ATM = 19;
/** Operations of ARP, RARP and DRARP that name all addresses end here. */
const LAST_RESOLUTION = 6;
const RARP_REQUEST = 3;
const RARP_REPLY = 4;
const DRARP_REQUEST = 5;
const DRARP_REPLY = 6;
const DRARP_ERROR = 7;
const INVERSE_REQUEST = 8;
const INVERSE_REPLY = 9;
const NAK = 10;
const FIRST_EXPERIMENT = 24;
const LAST_EXPERIMENT = 25;
const RESERVED = new Set([0, 65535]);

/** Columns of opcodes that are not ARP's own. */
const PROTOCOLS: readonly (readonly [number, number, string])[] = [
  [3, 4, 'RARP'],
  [5, 7, 'DRARP'],
  [8, 9, 'Inverse ARP'],
  [11, 22, 'MARS'],
  [23, 23, 'MAPOS'],
];
/** What a message of MARS or MAPOS is. */
const MULTICAST: Readonly<Record<number, string>> = {
  11: 'MARS request',
  12: 'MARS MULTI request',
  13: 'MARS MSERV request',
  14: 'MARS JOIN request',
  15: 'MARS LEAVE',
  16: 'MARS NAK',
  17: 'MARS UNSERV request',
  18: 'MARS SJOIN request',
  19: 'MARS SLEAVE',
  20: 'MARS grouplist request',
  21: 'MARS grouplist reply',
  22: 'MARS redirect map',
  23: 'MAPOS UNARP request',
};

/** The addresses of a packet. */
interface Addresses {
  readonly senderHardware: string;
  readonly sender: string;
  readonly targetHardware: string;
  readonly target: string;
}

function hardwareText(bytes: Uint8Array, at: number, length: number, isMac: boolean): string {
  if (length === 0) return '<No address>';
  return isMac ? formatMac(bytes, at) : toHex(bytes, at, at + length);
}

function protocolText(bytes: Uint8Array, at: number, length: number, isIp: boolean): string {
  if (length === 0) return '<No address>';
  return isIp ? formatIpv4(bytes, at) : toHex(bytes, at, at + length);
}

function addressesOf(layer: Layer): Addresses {
  const { bytes, at } = layer;
  const hardware = layer.value(ARP.hwSize);
  const protocol = layer.value(ARP.protoSize);
  const type = layer.value(ARP.hwType);
  const isMac = (type === 1 || type === 6) && hardware === 6;
  const isIp = layer.value(ARP.protoType) === 0x800 && protocol === 4;
  const sender = at + 8 + hardware;
  const target = sender + protocol;
  return {
    senderHardware: hardwareText(bytes, at + 8, hardware, isMac),
    sender: protocolText(bytes, sender, protocol, isIp),
    targetHardware: hardwareText(bytes, target, hardware, isMac),
    target: protocolText(bytes, target + hardware, protocol, isIp),
  };
}

/** The words for operations that name addresses, which are all there. */
function addressedInfo(layer: Layer, opcode: number): string {
  const { senderHardware, sender, targetHardware, target } = addressesOf(layer);
  switch (opcode) {
    case ARPOP_REQUEST:
      if (layer.has(ARP.isannouncement)) return `ARP Announcement for ${sender}`;
      if (layer.has(ARP.isgratuitous)) return `Gratuitous ARP for ${sender} (Request)`;
      if (layer.has(ARP.isprobe)) return `Who has ${target}? (ARP Probe)`;
      return `Who has ${target}? Tell ${sender}`;
    case ARPOP_REPLY:
      if (layer.has(ARP.isgratuitous)) return `Gratuitous ARP for ${sender} (Reply)`;
      return `${sender} is at ${senderHardware}`;
    case RARP_REQUEST:
    case DRARP_REQUEST:
    case INVERSE_REQUEST:
      return `Who is ${targetHardware}? Tell ${senderHardware}`;
    case RARP_REPLY:
    case DRARP_REPLY:
      return `${targetHardware} is at ${target}`;
    case INVERSE_REPLY:
      return `${senderHardware} is at ${sender}`;
    default:
      return `${MULTICAST[opcode]} from ${senderHardware} at ${sender}`;
  }
}

/** The words for operations that name no address. */
function plainInfo(opcode: number): string {
  if (opcode === DRARP_ERROR) return 'DRARP Error';
  if (opcode === NAK) return 'ARP NAK';
  if (opcode >= FIRST_EXPERIMENT && opcode <= LAST_EXPERIMENT) {
    return `Experimental ${opcode - FIRST_EXPERIMENT + 1} ( opcode ${opcode} )`;
  }
  return RESERVED.has(opcode) ? `Reserved opcode ${opcode}` : `Unknown ARP opcode 0x${hexText(opcode, 4)}`;
}

/**
 * How many bytes of the packet the words are made from (not all need be there); 0 when they name no address.
 */
function lengthNeeded(layer: Layer, opcode: number): number {
  const hardware = layer.value(ARP.hwSize);
  const protocol = layer.value(ARP.protoSize);
  const sender = ARP_HDRLEN + hardware + protocol;
  if (opcode === INVERSE_REPLY || opcode in MULTICAST) return sender;
  if (opcode === RARP_REQUEST || opcode === DRARP_REQUEST || opcode === INVERSE_REQUEST)
    return sender + hardware;
  return opcode > 0 && opcode <= LAST_RESOLUTION ? sender + hardware + protocol : 0;
}

function say(row: Row, layer: Layer): void {
  const opcode = layer.value(ARP.opcode);
  if (layer.value(ARP.hwType) === HARDWARE_ATM || opcode < 0 || layer.d.value[layer.entry] === UNTITLED) {
    return;
  }
  row.protocol = valueName(PROTOCOLS, opcode) ?? 'ARP';
  const needed = lengthNeeded(layer, opcode);
  if (needed === 0) row.info = plainInfo(opcode);
  else if (needed <= layer.d.reach[layer.entry] - layer.at) row.info = addressedInfo(layer, opcode);
}

export const ARP_WORDS: Words = {
  protocol: ARP.self,
  fields: [
    ARP.hwType,
    ARP.protoType,
    ARP.hwSize,
    ARP.protoSize,
    ARP.opcode,
    ARP.isgratuitous,
    ARP.isprobe,
    ARP.isannouncement,
  ],
  begin: row => row.begin('ARP'),
  say,
};
