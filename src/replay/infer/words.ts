/** The sentences in the comments of an inferred `.stack` file. */
import { formatMac } from '../../wire/address';
import { linkTypeName } from '../../wire/linktype';
import type { Evidence } from './evidence';
import { type Family, isMapped } from './kinds';
import type { KnownNeighbor } from './neighbors';
import type { FoundInterface, FoundMtu, OwnAddress } from './picture';
import type { Refused } from './routes';
import { addressText } from './shown';
import type { PrefixGround, Station } from './stations';
import type { Way } from './ways';
import { framesOf } from './whichMachine';

/** `frame 3`, `frames 3, 17, 42 and others`. */
export function framesText(seen: Evidence): string {
  const { frames, count } = seen;
  if (frames.length === 0) return 'no frame';
  return `frame${several(seen) ? 's' : ''} ${frames.join(', ')}${count > frames.length ? ' and others' : ''}`;
}

const several = (seen: Evidence): boolean => seen.count > 1;

/** A sentence that may quote a stranger's file, without what would end its line or change how it reads. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** A name out of a capture, fit to stand in a sentence. */
export function shownName(name: string): string {
  const clean = onOneLine(name);
  return clean.length > 80 ? `${clean.slice(0, 79)}…` : clean;
}

const familyName = (family: Family): string => (family === 'inet' ? 'IPv4' : 'IPv6');

const stationName = (station: Station): string =>
  station.mac.length === 6 ? formatMac(station.mac) : 'the other end';

/** Who the machine is on an interface, how that was found, and who else it could be. */
export function machineSentence(face: FoundInterface): string {
  const { link, chosen, name } = face;
  if (link === null)
    return `${name} is made up: it leads to where frames go that the capture does not show again.`;
  const called = link.name === '' || link.name === name ? name : `${name} (${shownName(link.name)})`;
  if (face.loopback)
    return `${called} is the machine's own loopback: all its packets come from loopback addresses.`;
  if (chosen === null) return `${called}: no frame shows who the machine is.`;
  const { station, ground, seen, addresses, other } = chosen;
  if (ground === 'ends')
    return `${called}: ${linkTypeName(link.linkType)} does not tell who sent a frame, so all of them arrive.`;
  const who = station.mac.length === 6 ? formatMac(station.mac) : 'the machine';
  const frames = seen === null ? '' : ` (${framesText(seen)})`;
  const why: Readonly<Record<typeof ground, string>> = {
    marked: `${who}: the capture tells which frames it sent${frames}.`,
    forwards: `${who}: packets leave it again with a hop limit one lower${frames}.`,
    routes: `${who}: it says and does what only routers do${frames}.`,
    speaks: `${who}: packets of ${addresses} addresses pass through it.`,
    busiest: `${who}: it takes part in ${framesOf(station)} of ${link.frames} frames.`,
    asked: `${who}: it is the first that a frame is sent to; nothing else tells the two apart.`,
    only: `${who}: no other station is seen.`,
  };
  const alternative = other === null ? '' : ` It could also be ${stationName(other)}.`;
  return `${called} is ${why[ground]}${alternative}`;
}

/** Why an address stands there. */
export function addressRemark(address: OwnAddress): string {
  const { bytes, prefix, seen, ground } = address;
  const shown = prefix.count === 0 ? 'no frame shows an address here' : onLinkText(prefix);
  const why = seen === null ? `made up: ${shown}` : framesText(seen);
  // An IPv6 prefix is as long as it is nearly everywhere, or as routers say.
  return isMapped(bytes) ? `${why}; ${lengthText(ground, prefix)}` : why;
}

const onLinkText = (seen: Evidence): string => `${framesText(seen)} show${one(seen)} the prefix on this link`;

/** What tells how long an IPv4 prefix is. */
function lengthText(ground: PrefixGround | null, seen: Evidence): string {
  switch (ground) {
    case 'leased':
      return `DHCP tells the length of the prefix (${framesText(seen)})`;
    case 'broadcast':
      return `the broadcast address of ${framesText(seen)} tells the length of the prefix`;
    case 'asked':
      return `the prefix holds what ARP asks for (${framesText(seen)})`;
    default:
      return 'the length of the prefix is a guess';
  }
}

const one = (seen: Evidence): string => (several(seen) ? '' : 's');

export function mtuRemark(mtu: FoundMtu): string {
  const frames = framesText(mtu.seen);
  switch (mtu.ground) {
    case 'advertised':
      return `${frames}: its router advertisements say so`;
    case 'heard':
      return `${frames}: router advertisements say so`;
    case 'too-big':
      return `${frames}: ${mtu.family === 'inet' ? 'Fragmentation Needed' : 'Packet Too Big'}`;
    case 'largest':
      return `${frames}: as large as its packet`;
    case 'offload':
      return `${frames}: as large as its TCP packet, which segmentation offload may have made larger than the link`;
  }
}

export function wayRemark(way: Way, seen: Evidence): string {
  const frames = framesText(seen);
  if (way.gateway === null || way.gatewaySeen) return frames;
  return way.family === 'inet'
    ? `${frames}; the gateway's address is made up, its link address is seen`
    : `${frames}; the gateway's address is worked out from its link address`;
}

export function refusedRemark({ address, error, seen }: Refused): string {
  if (error === null) return `${framesText(seen)}: nothing came of it`;
  const protocol = isMapped(address) ? 'ICMP' : 'ICMPv6';
  return `${framesText(seen)}: answered by frame ${error.frame}, ${protocol} type ${error.type}, code ${error.code}`;
}

export function neighborRemark({ needed, toldAt }: KnownNeighbor): string {
  const before = toldAt === 0 ? 'and no frame tells it' : `before frame ${toldAt} tells it`;
  return `${framesText(needed)} need${one(needed)} it, ${before}`;
}

export function taggedSentence(name: string, seen: Evidence): string {
  return `${name}: ${framesText(seen)} ${several(seen) ? 'are' : 'is'} tagged for a VLAN and left out; no interface here takes tagged frames.`;
}

export function unroutedSentence({ address, error, seen }: Refused): string {
  const answer = error === null ? '' : `, answered by frame ${error.frame}`;
  return `There is no route to ${addressText(address)}: ${framesText(seen)}${answer}.`;
}

export const sentences = {
  head: (name: string) => `Inferred by packet-debugger from ${shownName(name)}.`,
  about:
    'The machine in whose position the capture was taken, as far as its frames tell. Change what you know better.',
  noFrames: 'Not concluded: anything. The capture has no frame with an interface.',
  forwards: (family: Family) => `it forwards ${familyName(family)}`,
  noForwarding: (family: Family, setting: string) =>
    `Not concluded: that the machine forwards ${familyName(family)}. sysctl ${setting} would make it.`,
  merged:
    'The capture was taken on all interfaces at once and does not tell them apart: one stands for all, so redirects are off.',
  mergedRemark: 'packets seem to leave where they came in',
  oneForAll:
    'A replay line cannot tell the interfaces of this capture apart by their names: frames of all of them arrive on one.',
  idle: (name: string) => `${shownName(name)}: no frame.`,
  noAddresses: (name: string) => `Not concluded: addresses of ${name}.`,
  someAddress: 'made up: without an IPv6 address no IPv6 packet arrives',
  noDefault: (family: Family) => `Not concluded: an ${familyName(family)} default route.`,
  quiet: 'no frame asks a neighbour whether it is still there',
  never:
    'No frame can tell: IPsec policies, sysctl values, filter rules that let packets pass, routes that nothing used.',
  refused: (count: number) =>
    `The tables of stations and addresses were full: ${count} times something was left out.`,
  neighborsLeft: (count: number) => `${count} more neighbours were known before they were asked.`,
  cannotArrive: (linkType: number) =>
    `Frames of ${linkTypeName(linkType)} cannot arrive at a host, so this capture cannot be replayed; the line below would be its own.`,
  badName: (message: string) => `The capture needs another name to be replayed: ${message}`,
} as const;
