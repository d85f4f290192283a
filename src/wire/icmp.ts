/** ICMP (RFC 792, RFC 950, RFC 1191, RFC 1256): types, codes and where the fields lie. */

export const ICMP_ECHOREPLY = 0;
export const ICMP_UNREACH = 3;
export const ICMP_SOURCEQUENCH = 4;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO = 8;
export const ICMP_ROUTERADVERT = 9;
export const ICMP_ROUTERSOLICIT = 10;
export const ICMP_TIMXCEED = 11;
export const ICMP_PARAMPROB = 12;
export const ICMP_TSTAMP = 13;
export const ICMP_TSTAMPREPLY = 14;
export const ICMP_MASKREQ = 17;
export const ICMP_MASKREPLY = 18;

/** Codes of Destination Unreachable. */
export const ICMP_UNREACH_NET = 0;
export const ICMP_UNREACH_HOST = 1;
export const ICMP_UNREACH_PROTOCOL = 2;
export const ICMP_UNREACH_PORT = 3;
export const ICMP_UNREACH_NEEDFRAG = 4;
export const ICMP_UNREACH_SRCFAIL = 5;
/** Codes of Time Exceeded. */
export const ICMP_TIMXCEED_INTRANS = 0;
/** Codes of Router Advertisement: the sender is a mobility agent, and no router for others (RFC 5944 2.1). */
export const ICMP_ROUTERADVERT_NOROUTE_COMMON = 16;
/** Codes of Redirect. */
export const ICMP_REDIRECT_HOST = 1;

/** Offsets from the start of a message. */
export const ICMP_TYPE = 0;
export const ICMP_CODE = 1;
export const ICMP_CKSUM = 2;
/**
 * The four bytes that differ by type: pointer, gateway, MTU of the next hop, identifier and sequence number.
 */
export const ICMP_VOID = 4;
export const ICMP_NEXTMTU = 6;
export const ICMP_MINLEN = 8;
/** Bytes of a timestamp message, and of an error with the header that it quotes. */
export const ICMP_TSLEN = 20;
export const ICMP_ADVLENMIN = 36;
