/** The ways on from the checks of ip6_input. */

/** Where a packet goes after the check of its destination. */
export const GONE = 0;
export const OURS = 1;
export const FORWARD = 2;
