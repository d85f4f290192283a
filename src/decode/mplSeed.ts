/**
 * Bytes of the name of an MPL seed, by the two bits that say so; without bytes it is the packet's source
 * address (RFC 7731 6.1).
 */
export const SEED_LENGTHS = [0, 2, 8, 16];
