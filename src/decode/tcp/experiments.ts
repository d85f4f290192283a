/** Experiments in TCP options, by their numbers in the registry of RFC 6994. */
export const FAST_OPEN = 0xf989;
/** Counters of accurate ECN, in either order. */
export const COUNTERS_0 = 0xacc0;
export const COUNTERS_1 = 0xacc1;
export const ACKNOWLEDGEMENT_RATE = 0x00ac;
