/** The IPv4 header (RFC 791 3.1): where its fields lie, and what is in them. */

/** Offsets from the start of an IPv4 header, in bytes. */
export const IP_VHL = 0;
export const IP_TOS = 1;
export const IP_LEN = 2;
export const IP_ID = 4;
export const IP_OFF = 6;
export const IP_TTL = 8;
export const IP_P = 9;
export const IP_SUM = 10;
export const IP_SRC = 12;
export const IP_DST = 16;
/** Length of the header without options. */
export const IP_HDRLEN = 20;
/** Largest datagram there is. */
export const IP_MAXPACKET = 65535;

/** Bits of the fragment field: don't fragment, more fragments, the offset in units of 8 bytes. */
export const IP_DF = 0x4000;
export const IP_MF = 0x2000;
export const IP_OFFMASK = 0x1fff;

/** Options (RFC 791 3.1). */
export const IPOPT_EOL = 0;
export const IPOPT_NOP = 1;
export const IPOPT_RR = 7;
export const IPOPT_TS = 68;
export const IPOPT_LSRR = 131;
export const IPOPT_SSRR = 137;

/** 224.0.0.0/4 and what BSD never forwards beyond it. */
export const INADDR_BROADCAST = 0xffffffff;
export const INADDR_ALLHOSTS_GROUP = 0xe0000001;

/** True for an address of a group, given by its first byte. */
export function isMulticast4(first: number): boolean {
  return first >= 224 && first < 240;
}
