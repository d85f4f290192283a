/** ICMPv6 (RFC 4443) and neighbour discovery (RFC 4861): message types, codes and field offsets. */

export const ICMP6_TYPE = 0;
export const ICMP6_CODE = 1;
export const ICMP6_CKSUM = 2;
/** The 32-bit word after the checksum: unused, MTU or pointer by type. */
export const ICMP6_PARAM = 4;
export const ICMP6_HDRLEN = 8;

export const ICMP6_DST_UNREACH = 1;
export const ICMP6_PACKET_TOO_BIG = 2;
export const ICMP6_TIME_EXCEEDED = 3;
export const ICMP6_PARAM_PROB = 4;
export const ICMP6_ECHO_REQUEST = 128;
export const ICMP6_ECHO_REPLY = 129;
export const MLD_LISTENER_QUERY = 130;
export const MLD_LISTENER_REPORT = 131;
export const MLD_LISTENER_DONE = 132;
export const ND_ROUTER_SOLICIT = 133;
export const ND_ROUTER_ADVERT = 134;
export const ND_NEIGHBOR_SOLICIT = 135;
export const ND_NEIGHBOR_ADVERT = 136;
export const ND_REDIRECT = 137;
/** Version 2 of the listener report (RFC 3810 5.2). */
export const MLDV2_LISTENER_REPORT = 143;

export const ICMP6_DST_UNREACH_NOROUTE = 0;
export const ICMP6_DST_UNREACH_ADMIN = 1;
export const ICMP6_DST_UNREACH_BEYONDSCOPE = 2;
export const ICMP6_DST_UNREACH_ADDR = 3;
export const ICMP6_DST_UNREACH_NOPORT = 4;
export const ICMP6_TIME_EXCEED_TRANSIT = 0;
export const ICMP6_TIME_EXCEED_REASSEMBLY = 1;
export const ICMP6_PARAMPROB_HEADER = 0;
export const ICMP6_PARAMPROB_NEXTHEADER = 1;
export const ICMP6_PARAMPROB_OPTION = 2;

export const ND_OPT_SOURCE_LINKADDR = 1;
export const ND_OPT_TARGET_LINKADDR = 2;
export const ND_OPT_PREFIX_INFORMATION = 3;
export const ND_OPT_REDIRECTED_HEADER = 4;
export const ND_OPT_MTU = 5;

/** Most of an offending packet that fits in an ICMPv6 error of 1280 bytes (RFC 4443 2.4(c)). */
export const ICMPV6_PLD_MAXLEN = 1232;

/**
 * Listener messages (RFC 2710 3): the maximum response delay in milliseconds, the group, and the bytes of a
 * message.
 */
export const MLD_MAXDELAY = 4;
export const MLD_ADDR = 8;
export const MLD_HDRLEN = 24;

/**
 * Solicitations and advertisements of neighbours (RFC 4861 4.3, 4.4): flags, target, and the bytes before the
 * options.
 */
export const ND_FLAGS = 4;
export const ND_TARGET = 8;
export const ND_HDRLEN = 24;

/** Redirects (RFC 4861 4.5): the closer next hop, whom it leads to, and the bytes before the options. */
export const ND_REDIRECT_TARGET = 8;
export const ND_REDIRECT_DST = 24;
export const ND_REDIRECT_HDRLEN = 40;
