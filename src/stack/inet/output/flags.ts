/**
 * Flag of ip_output that only the forwarder gives (netinet/ip_var.h): most of the header is filled in. A
 * policy looked up with it is found without TCP and UDP ports. The other flags stand with the surroundings.
 */
export const IP_FORWARDING = 0x1;
