/** Names of values that several messages and options of ICMPv6 share. */

/** Preference of a router or route (RFC 4191 2.1). */
export const ROUTER_PREFERENCE = { 0: 'Medium', 1: 'High', 2: 'Reserved', 3: 'Low' } as const;

/** The largest lifetime, which never ends (RFC 4861 4.6.2). */
export const LIFETIME = { 4294967295: 'Infinity' } as const;

/** What becomes of the registration of an address (RFC 6775 4.1). */
export const REGISTRATION_STATUS = {
  0: 'Success',
  1: 'Duplicate Exists',
  2: 'Neighbor Cache Full',
} as const;
