/** Flags of ip6_output that a caller inside the stack gives; IPV6_FORWARDING stands with the surroundings. */

/** The packet may have the unspecified source. */
export const IPV6_UNSPECSRC = 0x1;
/** Members of the group on this machine are to hear the packet too. */
export const IPV6_MCAST_LOOP = 0x100;
/** The packet is cut for the smallest MTU there is. */
export const IPV6_MINMTU = 0x4;
