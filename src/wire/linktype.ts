/**
 * Link types of captures: what the first header of a frame is. Numbers of the public registry at
 * https://www.tcpdump.org/linktypes.html; a few older numbers appear in files as well and are named here.
 */

export const LINKTYPE_NULL = 0;
export const LINKTYPE_ETHERNET = 1;
export const LINKTYPE_TOKEN_RING = 6;
export const LINKTYPE_PPP = 9;
export const LINKTYPE_FDDI = 10;
/** Raw IP as numbered by various systems before `LINKTYPE_RAW` was registered. */
export const LINKTYPE_RAW_BSD = 12;
export const LINKTYPE_RAW_OPENBSD = 14;
export const LINKTYPE_PPP_HDLC = 50;
const LINKTYPE_PPP_ETHER = 51;
export const LINKTYPE_RAW = 101;
export const LINKTYPE_LOOP = 108;
export const LINKTYPE_LINUX_SLL = 113;
/** PKTAP in captures of systems that wrote the number before it was registered. */
export const LINKTYPE_USER2 = 149;
export const LINKTYPE_PPP_WITH_DIR = 204;
export const LINKTYPE_IPV4 = 228;
export const LINKTYPE_IPV6 = 229;
export const LINKTYPE_DBUS = 231;
export const LINKTYPE_USBPCAP = 249;
export const LINKTYPE_PKTAP = 258;
export const LINKTYPE_LINUX_SLL2 = 276;
export const LINKTYPE_EBHSCR = 279;

/** `linkType` of a frame that has none: a custom block. Its bytes are data. */
export const LINKTYPE_NONE = -1;

/** A packet of ARP without any link header. No file says so: it is wider than their numbers. */
export const LINKTYPE_ARP = 0x1_0000_0806;

const names: Readonly<Record<number, string>> = {
  [LINKTYPE_NONE]: 'no link type',
  [LINKTYPE_NULL]: 'BSD loopback',
  [LINKTYPE_ETHERNET]: 'Ethernet',
  [LINKTYPE_PPP]: 'PPP',
  [LINKTYPE_RAW_BSD]: 'Raw IP',
  [LINKTYPE_RAW_OPENBSD]: 'Raw IP',
  [LINKTYPE_PPP_HDLC]: 'PPP in HDLC framing',
  [LINKTYPE_PPP_ETHER]: 'PPP over Ethernet',
  [LINKTYPE_RAW]: 'Raw IP',
  [LINKTYPE_LOOP]: 'OpenBSD loopback',
  [LINKTYPE_LINUX_SLL]: 'Linux cooked capture v1',
  [LINKTYPE_USER2]: 'PKTAP',
  [LINKTYPE_PPP_WITH_DIR]: 'PPP with direction',
  [LINKTYPE_IPV4]: 'Raw IPv4',
  [LINKTYPE_IPV6]: 'Raw IPv6',
  [LINKTYPE_PKTAP]: 'PKTAP',
  [LINKTYPE_LINUX_SLL2]: 'Linux cooked capture v2',
};

/** True for PKTAP under any of its numbers. */
export function isPktap(linkType: number): boolean {
  return linkType === LINKTYPE_PKTAP || linkType === LINKTYPE_USER2;
}

/** The link type for people: its name, or its number where we know none. */
export function linkTypeName(linkType: number): string {
  return names[linkType] ?? `link type ${linkType}`;
}
