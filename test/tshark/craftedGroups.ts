/** Frames made by hand over Ethernet, by what they show. */
import type { CraftedFrame } from './crafted';
import { craftedIcmp, craftedIgmp } from './craftedIcmp';
import { craftedIcmpv6 } from './craftedIcmpv6';
import { craftedQuotes } from './craftedQuotes';
import { craftedConversations, craftedTcp, craftedUdp } from './craftedTcp';
import { craftedGre, craftedSecurity } from './craftedTunnels';

export const craftedGroups: Readonly<Record<string, readonly CraftedFrame[]>> = {
  icmpv6: craftedIcmpv6(),
  icmp: craftedIcmp(),
  igmp: craftedIgmp(),
  tcp: craftedTcp(),
  conversations: craftedConversations(),
  udp: craftedUdp(),
  gre: craftedGre(),
  security: craftedSecurity(),
  quotes: craftedQuotes(),
};
