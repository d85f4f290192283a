/** ARP and RARP (RFC 826, RFC 903, RFC 5227). */
import { formatIpv4, formatMac, isBroadcastMac } from '../wire/address';
import { ARPHRD_ETHER, ARPHRD_IEEE802, ARPOP_REPLY, ARPOP_REQUEST } from '../wire/arp';
import { equalBytes, get16, get32 } from '../wire/bytes';
import { LINKTYPE_ARP } from '../wire/linktype';
import { type Dissection, GENERATED, MALFORMED } from './dissection';
import { expert, GROUP, SEVERITY } from './expert';
import { ARP_DST_DRARP_ERROR_STATUS, ARP_HW_TYPE, ARP_OPCODE } from './names/arp';
import { ETHER_TYPES } from './names/etherTypes';
import { TRUE_FALSE } from './names/flags';
import { valueName } from './names/valueNames';
import { defineProtocol, type FieldId } from './registry';
import { StateSlot } from './state';
import { ethertypes, linkTypes } from './tables';

export const ARP = defineProtocol(
  'arp',
  'Address Resolution Protocol',
  {
    hwType: ['arp.hw.type', 'uint16', 'dec', 'Hardware type', { values: ARP_HW_TYPE }],
    protoType: ['arp.proto.type', 'uint16', 'hex', 'Protocol type', { values: ETHER_TYPES }],
    hwSize: ['arp.hw.size', 'uint8', 'dec', 'Hardware size'],
    protoSize: ['arp.proto.size', 'uint8', 'dec', 'Protocol size'],
    opcode: ['arp.opcode', 'uint16', 'dec', 'Opcode', { values: ARP_OPCODE }],
    isgratuitous: ['arp.isgratuitous', 'boolean', '', 'Is gratuitous', { values: TRUE_FALSE }],
    isprobe: ['arp.isprobe', 'boolean', '', 'Is probe', { values: TRUE_FALSE }],
    isannouncement: ['arp.isannouncement', 'boolean', '', 'Is announcement', { values: TRUE_FALSE }],
    srcHw: ['arp.src.hw', 'bytes', '', 'Sender hardware address'],
    srcHwMac: ['arp.src.hw_mac', 'ether', '', 'Sender MAC address'],
    srcProto: ['arp.src.proto', 'bytes', '', 'Sender protocol address'],
    srcProtoIpv4: ['arp.src.proto_ipv4', 'ipv4', '', 'Sender IP address'],
    dstHw: ['arp.dst.hw', 'bytes', '', 'Target hardware address'],
    dstHwMac: ['arp.dst.hw_mac', 'ether', '', 'Target MAC address'],
    dstProto: ['arp.dst.proto', 'bytes', '', 'Target protocol address'],
    dstProtoIpv4: ['arp.dst.proto_ipv4', 'ipv4', '', 'Target IP address'],
    dstDrarpErrorStatus: [
      'arp.dst.drarp_error_status',
      'uint16',
      'dec',
      'DRARP error status',
      { values: ARP_DST_DRARP_ERROR_STATUS },
    ],
    duplicateAddressFrame: [
      'arp.duplicate-address-frame',
      'framenum',
      '',
      'Frame showing earlier use of IP address',
    ],
    secondsSince: [
      'arp.seconds-since-duplicate-address-frame',
      'uint32',
      'dec',
      'Seconds since earlier frame seen',
    ],
    duplicateAddressDetected: [
      'arp.duplicate-address-detected',
      'none',
      '',
      'Duplicate IP address configured',
    ],
  },
  { text: arpText, short: 'ARP/RARP' },
);

/** Values of a layer: whether what its text says was read. */
export const UNTITLED = 0;
const TITLED = 1;

function arpText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  if (d.value[k] === UNTITLED) return 'arp';
  const opcode = get16(bytes, at + 6);
  const name = valueName(ARP_OPCODE, opcode) ?? `opcode 0x${opcode.toString(16).padStart(4, '0')}`;
  if (opcode !== ARPOP_REQUEST && opcode !== ARPOP_REPLY) return `Address Resolution Protocol (${name})`;
  const kind = kindOf(bytes, at);
  if (kind.probe) return 'Address Resolution Protocol (ARP Probe)';
  if (kind.announcement) return 'Address Resolution Protocol (ARP Announcement)';
  return `Address Resolution Protocol (${name}${kind.gratuitous ? '/gratuitous ARP' : ''})`;
}

/** What RFC 5227 calls the packet at `at`. */
function kindOf(
  bytes: Uint8Array,
  at: number,
): { gratuitous: boolean; probe: boolean; announcement: boolean } {
  const hardware = bytes[at + 4];
  const protocol = bytes[at + 5];
  const opcode = get16(bytes, at + 6);
  const sender = at + 8 + hardware;
  const target = sender + protocol + hardware;
  const isArp = opcode === ARPOP_REQUEST || opcode === ARPOP_REPLY;
  const gratuitous = isArp && protocol > 0 && equalBytes(bytes, sender, bytes, target, protocol);
  const isIp = get16(bytes, at + 2) === 0x800 && protocol === 4;
  const unaddressed = isZero(bytes, target - hardware, hardware);
  const probe = opcode === ARPOP_REQUEST && isIp && unaddressed && get32(bytes, sender) === 0 && !gratuitous;
  return {
    gratuitous,
    probe,
    announcement: gratuitous && opcode === ARPOP_REQUEST && isZero(bytes, target - hardware, hardware),
  };
}

function isZero(bytes: Uint8Array, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[at + i] !== 0) return false;
  return true;
}

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  d.need(at, 2, end, reported);
  const outer = d.openLayer(ARP.self, at, end - at);
  const layer = d.currentParent;
  const hardwareType = get16(bytes, at);
  d.add(ARP.hwType, at, 2, hardwareType);
  d.need(at + 2, 2, end, reported);
  const protocolType = get16(bytes, at + 2);
  d.add(ARP.protoType, at + 2, 2, protocolType);
  d.need(at + 4, 1, end, reported);
  const hardware = bytes[at + 4];
  d.add(ARP.hwSize, at + 4, 1, hardware);
  d.need(at + 5, 1, end, reported);
  const protocol = bytes[at + 5];
  const length = 8 + 2 * hardware + 2 * protocol;
  d.setPacketEnd(Math.min(reported, at + length));
  d.setLength(layer, Math.min(length, end - at));
  d.add(ARP.protoSize, at + 5, 1, protocol);
  d.need(at + 6, 2, end, reported);
  d.add(ARP.opcode, at + 6, 2, get16(bytes, at + 6));
  // The lengths are checked before the addresses are read.
  if (at + length > reported) throw MALFORMED;
  const opcode = get16(bytes, at + 6);
  const isMac = (hardwareType === ARPHRD_ETHER || hardwareType === ARPHRD_IEEE802) && hardware === 6;
  const isIp = protocolType === 0x800 && protocol === 4;
  if (opcode === ARPOP_REQUEST || opcode === ARPOP_REPLY) {
    if (isMac && isIp) checkDuplicates(d, layer, at, opcode, end, reported);
    d.need(at, length, end, reported);
    const kind = kindOf(bytes, at);
    if (kind.gratuitous) d.add(ARP.isgratuitous, at, 0, 1, GENERATED);
    if (kind.probe) d.add(ARP.isprobe, at, 0, 1, GENERATED);
    if (kind.announcement) d.add(ARP.isannouncement, at, 0, 1, GENERATED);
  }
  if (layer !== outer) d.value[layer] = TITLED;
  let next = at + 8;
  const address = (size: number, id: FieldId) => {
    d.need(next, size, end, reported);
    if (size > 0) d.add(id, next, size);
    next += size;
  };
  address(hardware, isMac ? ARP.srcHwMac : ARP.srcHw);
  address(protocol, isIp ? ARP.srcProtoIpv4 : ARP.srcProto);
  address(hardware, isMac ? ARP.dstHwMac : ARP.dstHw);
  address(protocol, isIp ? ARP.dstProtoIpv4 : ARP.dstProto);
  d.close(outer);
  return at + length;
}

/** Checks the sender of a request or reply, and whom a reply tells, for addresses that others use. */
function checkDuplicates(
  d: Dissection,
  layer: number,
  at: number,
  opcode: number,
  end: number,
  reported: number,
): void {
  if (!d.wantsAny(ARP.duplicateAddressDetected, ARP.duplicateAddressFrame, ARP.secondsSince)) return;
  d.need(at + 8, 10, end, reported);
  checkDuplicate(d, layer, at + 8);
  if (opcode !== ARPOP_REPLY) return;
  d.need(at + 18, 10, end, reported);
  if (get32(d.bytes, at + 14) !== get32(d.bytes, at + 24)) checkDuplicate(d, layer, at + 18);
}

/** Who used an address first, and when it was last seen doing so. */
interface AddressUse {
  readonly mac: string;
  frame: number;
  seconds: number;
}

/** Most addresses remembered: a capture of a scan must not fill the memory. */
const MOST_ADDRESSES = 100_000;
const uses = new StateSlot(() => new Map<number, AddressUse>());

/** Marks the IPv4 address after the MAC at `at` when another MAC used it before. */
function checkDuplicate(d: Dissection, layer: number, at: number): void {
  const address = get32(d.bytes, at + 6);
  if (address === 0 || isZero(d.bytes, at, 6) || isBroadcastMac(d.bytes, at)) return;
  const mac = formatMac(d.bytes, at);
  const { number: frame, seconds } = d.frame;
  const known = uses.of(d);
  const use = known.get(address);
  if (use === undefined) {
    if (known.size < MOST_ADDRESSES) known.set(address, { mac, frame, seconds });
  } else if (use.mac === mac) {
    use.frame = frame;
    use.seconds = seconds;
  } else {
    const message = `Duplicate IP address configured (${formatIpv4(d.bytes, at + 6)})`;
    expert(d, ARP.duplicateAddressDetected, SEVERITY.warn, GROUP.sequence, at, layer, message);
    d.addLate(ARP.duplicateAddressFrame, layer, at, 0, use.frame, GENERATED);
    d.addLate(ARP.secondsSince, layer, at, 0, seconds - use.seconds, GENERATED);
  }
}

const handle = { protocol: ARP.self, dissect, leaf: false };
ethertypes.register(handle, 0x0806, 0x8035);
linkTypes.register(handle, LINKTYPE_ARP);
