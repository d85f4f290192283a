/** ARP for IPv4 on Ethernet (RFC 826): where the fields lie. */

export const ARP_HRD = 0;
export const ARP_PRO = 2;
export const ARP_HLN = 4;
export const ARP_PLN = 5;
export const ARP_OP = 6;
/** Fields of a packet with link addresses of 6 bytes and protocol addresses of 4. */
export const ARP_SHA = 8;
export const ARP_SPA = 14;
export const ARP_THA = 18;
export const ARP_TPA = 24;
/** Bytes of the fixed part, and of a whole packet. */
export const ARP_HDRLEN = 8;
export const ARP_LEN = 28;

export const ARPHRD_ETHER = 1;
export const ARPHRD_IEEE802 = 6;
export const ARPOP_REQUEST = 1;
export const ARPOP_REPLY = 2;
