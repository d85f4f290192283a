/** Flag of ip_output that only the forwarder gives (netinet/ip_var.h): most of the header is filled in. The others stand with the surroundings. */
export const IP_FORWARDING = 0x1;
