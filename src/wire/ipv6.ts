/** The IPv6 header (RFC 8200 3): where its fields lie, and the protocol numbers that follow it. */

/** Offsets from the start of an IPv6 header, in bytes. */
export const IP6_PLEN = 4;
export const IP6_NXT = 6;
export const IP6_HLIM = 7;
export const IP6_SRC = 8;
export const IP6_DST = 24;
/** Length of the header without extension headers. */
export const IP6_HDRLEN = 40;
/** Smallest MTU an IPv6 link may have (RFC 8200 5). */
export const IPV6_MMTU = 1280;

export const IPPROTO_HOPOPTS = 0;
export const IPPROTO_ICMP = 1;
export const IPPROTO_IGMP = 2;
export const IPPROTO_IPV4 = 4;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const IPPROTO_IPV6 = 41;
export const IPPROTO_ROUTING = 43;
export const IPPROTO_FRAGMENT = 44;
export const IPPROTO_GRE = 47;
export const IPPROTO_ESP = 50;
export const IPPROTO_AH = 51;
export const IPPROTO_ICMPV6 = 58;
export const IPPROTO_NONE = 59;
export const IPPROTO_DSTOPTS = 60;
export const IPPROTO_ETHERIP = 97;
export const IPPROTO_IPCOMP = 108;
