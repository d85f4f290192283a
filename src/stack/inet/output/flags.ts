/** Flags of ip_output (netinet/ip_var.h, sys/socket.h). */

/** The packet came from the forwarder: most of its header is filled in. */
export const IP_FORWARDING = 0x1;
/** All of its header is filled in by the sender. */
export const IP_RAWOUTPUT = 0x2;
/** The sender may broadcast. */
export const IP_ALLOWBROADCAST = 0x20;
