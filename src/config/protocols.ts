/** Names of IP protocols, as protocols(5) has them. */
const byName: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipencap: 4,
  tcp: 6,
  egp: 8,
  udp: 17,
  ipv6: 41,
  'ipv6-route': 43,
  'ipv6-frag': 44,
  rsvp: 46,
  gre: 47,
  esp: 50,
  ah: 51,
  'ipv6-icmp': 58,
  icmp6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  ospf: 89,
  etherip: 97,
  pim: 103,
  ipcomp: 108,
  vrrp: 112,
  carp: 112,
  l2tp: 115,
  sctp: 132,
  udplite: 136,
};

/** Every name, for suggestions. */
export const protocolNames: readonly string[] = Object.keys(byName);

/** Number of a protocol given by name or number, or null. */
export function protocolNumber(text: string): number | null {
  if (Object.hasOwn(byName, text)) return byName[text];
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null;
}

/** The name of a protocol, or its number as text. */
export function protocolName(number: number): string {
  return protocolNames.find(name => byName[name] === number) ?? String(number);
}
