/**
 * Types of IGMP messages of all versions, and lengths of its traceroute (RFC 988, RFC 1112, RFC 2236, RFC
 * 3376).
 */
export const CREATE_GROUP_REQUEST = 0x01;
export const LAST_OF_VERSION_0 = 0x0f;
export const QUERY = 0x11;
export const REPORT_1 = 0x12;
export const DVMRP = 0x13;
export const PIM = 0x14;
export const REPORT_2 = 0x16;
export const LEAVE = 0x17;
export const TRACEROUTE_RESPONSE = 0x1e;
export const TRACEROUTE_QUERY = 0x1f;
export const REPORT_3 = 0x22;

/** Bytes of what each router on the way adds to a traceroute. */
export const TRACEROUTE_BLOCK_LENGTH = 32;
