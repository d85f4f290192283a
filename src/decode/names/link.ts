/** Names of values in Ethernet, VLAN and loopback headers. */

export const ETH_DST_LG = {
  1: 'Locally administered address (this is NOT the factory default)',
  0: 'Globally unique address (factory default)',
} as const;

export const ETH_DST_IG = {
  1: 'Group address (multicast/broadcast)',
  0: 'Individual address (unicast)',
} as const;

export const LOOP_FUNCTION = {
  1: 'Reply',
  2: 'Forward Data',
} as const;

export const VLAN_PRIORITY = {
  0: 'Best Effort (default)',
  1: 'Background',
  2: 'Spare',
  3: 'Excellent Effort',
  4: 'Controlled Load',
  5: 'Video, < 100ms latency and jitter',
  6: 'Voice, < 10ms latency and jitter',
  7: 'Network Control',
} as const;

export const VLAN_CFI = {
  1: 'Non-canonical',
  0: 'Canonical',
} as const;

export const VLAN_DEI = {
  1: 'Eligible',
  0: 'Ineligible',
} as const;
