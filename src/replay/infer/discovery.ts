/** Neighbour discovery (RFC 4861) and ICMPv6 errors: what stations say about themselves and their links. */
import { get16, get32 } from '../../wire/bytes';
import * as icmp6 from '../../wire/icmp6';
import { noted } from './evidence';
import type { FrameView } from './frameView';
import { isBeginning, isLinkLocal, isUnspecified } from './kinds';
import type { Prefixes } from './prefixes';
import type { ErrorKind, Station, Stations } from './stations';

/** Hop limit that says that a message comes from the link itself (RFC 4861 3.1). */
const FROM_THE_LINK = 255;
const NA_ROUTER = 0x80;
const PREFIX_ON_LINK = 0x80;

/** Kinds by the code of Destination Unreachable (RFC 4443 3.1). */
const unreachKinds: readonly ErrorKind[] = [
  'no-route',
  'prohibited',
  'other',
  'unreachable',
  'other',
  'prohibited',
  'unreachable',
];

/** Notes what an ICMPv6 message of `sender` says; `receiver` is null for multicast. */
export function noteIcmp6(
  view: FrameView,
  frame: number,
  sender: Station,
  receiver: Station | null,
  stations: Stations,
  prefixes: Prefixes,
): void {
  const { data, icmp: at } = view;
  const type = data[at];
  if (type >= icmp6.ICMP6_DST_UNREACH && type <= icmp6.ICMP6_PARAM_PROB) {
    noteError(view, frame, sender, stations);
    return;
  }
  if (type >= icmp6.MLD_LISTENER_QUERY && type <= icmp6.MLD_LISTENER_DONE) {
    if (view.hopLimit === 1 && isLinkLocal(data, view.source)) {
      noteOwn(view, view.source, frame, sender, stations);
      if (type === icmp6.MLD_LISTENER_QUERY) sender.routes.inet6 = noted(sender.routes.inet6, frame);
    }
    return;
  }
  if (view.hopLimit !== FROM_THE_LINK) return;
  switch (type) {
    case icmp6.ND_NEIGHBOR_SOLICIT:
      noteSolicitation(view, frame, sender, receiver, stations);
      break;
    case icmp6.ND_NEIGHBOR_ADVERT:
      noteAdvertisement(view, frame, sender, receiver, stations);
      break;
    case icmp6.ND_ROUTER_SOLICIT:
      noteOwn(view, view.source, frame, sender, stations);
      break;
    case icmp6.ND_ROUTER_ADVERT:
      noteRouter(view, frame, sender, stations, prefixes);
      break;
    case icmp6.ND_REDIRECT:
      noteRedirect(view, frame, sender, stations);
      break;
  }
}

/** The sender says that the address at `at` is its own. */
function noteOwn(view: FrameView, at: number, frame: number, sender: Station, stations: Stations): void {
  if (isUnspecified(view.data, at)) return;
  const talk = stations.talk(sender, view.data, at);
  if (talk !== null) talk.own = noted(talk.own, frame);
}

function noteSolicitation(
  view: FrameView,
  frame: number,
  sender: Station,
  receiver: Station | null,
  stations: Stations,
): void {
  const { data, icmp: at, end } = view;
  if (at + 24 > end) return;
  if (isUnspecified(data, view.source)) {
    // Duplicate address detection: the address that it is about to have (RFC 4862 5.4.2).
    noteOwn(view, at + 8, frame, sender, stations);
    return;
  }
  noteOwn(view, view.source, frame, sender, stations);
  const asked = stations.talk(sender, data, at + 8);
  if (asked !== null) asked.asks = noted(asked.asks, frame);
  if (receiver === null) return;
  sender.probes = noted(sender.probes, frame);
  told(receiver, data, view.source, frame, stations);
}

function noteAdvertisement(
  view: FrameView,
  frame: number,
  sender: Station,
  receiver: Station | null,
  stations: Stations,
): void {
  const { data, icmp: at, end } = view;
  if (at + 24 > end) return;
  noteOwn(view, at + 8, frame, sender, stations);
  if (!isUnspecified(data, view.source)) noteOwn(view, view.source, frame, sender, stations);
  if ((data[at + 4] & NA_ROUTER) !== 0) sender.routes.inet6 = noted(sender.routes.inet6, frame);
  if (receiver !== null) told(receiver, data, at + 8, frame, stations);
}

/** `receiver` has been told the link address of the address at `at`. */
function told(receiver: Station, data: Uint8Array, at: number, frame: number, stations: Stations): void {
  const talk = stations.talk(receiver, data, at);
  if (talk !== null && talk.toldAt === 0) talk.toldAt = frame;
}

function noteRouter(
  view: FrameView,
  frame: number,
  sender: Station,
  stations: Stations,
  prefixes: Prefixes,
): void {
  const { data, icmp: at, end } = view;
  if (at + 16 > end || !isLinkLocal(data, view.source)) return;
  noteOwn(view, view.source, frame, sender, stations);
  sender.routes.inet6 = noted(sender.routes.inet6, frame);
  if (get16(data, at + 6) > 0) sender.offersDefault = noted(sender.offersDefault, frame);
  for (let option = at + 16; option + 8 <= end && data[option + 1] > 0; option += 8 * data[option + 1]) {
    const length = 8 * data[option + 1];
    if (option + length > end) return;
    if (data[option] === icmp6.ND_OPT_MTU) {
      sender.advertisedMtu = get32(data, option + 4);
      sender.advertisesMtu = noted(sender.advertisesMtu, frame);
    } else if (data[option] === icmp6.ND_OPT_PREFIX_INFORMATION && length === 32) {
      if ((data[option + 3] & PREFIX_ON_LINK) !== 0)
        prefixes.note(
          sender.link,
          'advertised',
          data.slice(option + 16, option + 32),
          data[option + 2],
          frame,
        );
    }
  }
}

function noteRedirect(view: FrameView, frame: number, sender: Station, stations: Stations): void {
  const { data, icmp: at, end } = view;
  if (at + 40 > end || !isLinkLocal(data, view.source)) return;
  noteOwn(view, view.source, frame, sender, stations);
  sender.routes.inet6 = noted(sender.routes.inet6, frame);
  const talk = stations.talk(sender, data, at + 24);
  if (talk === null) return;
  talk.redirects ??= data.slice(at + 8, at + 24);
  talk.redirectsIn = noted(talk.redirectsIn, frame);
}

/** An error that the sender made itself has its whole hop limit; one that passes through has not. */
function noteError(view: FrameView, frame: number, sender: Station, stations: Stations): void {
  const { data, icmp: at, end } = view;
  const quoted = at + icmp6.ICMP6_HDRLEN;
  if (!isBeginning(view.hopLimit) || quoted + 40 > end || data[quoted] >> 4 !== 6) return;
  const type = data[at];
  const code = data[at + 1];
  noteOwn(view, view.source, frame, sender, stations);
  const talk = stations.talk(sender, data, quoted + 24);
  if (talk === null) return;
  const parameter = get32(data, at + icmp6.ICMP6_PARAM);
  talk.error = { type, code, kind: kindOf(type, code), parameter, frame: talk.error?.frame ?? frame };
  if (aboutPassing(type, code)) sender.routes.inet6 = noted(sender.routes.inet6, frame);
}

function kindOf(type: number, code: number): ErrorKind {
  if (type === icmp6.ICMP6_PACKET_TOO_BIG) return 'too-big';
  if (type !== icmp6.ICMP6_DST_UNREACH) return 'other';
  return unreachKinds[code] ?? 'other';
}

/** Errors that only those send who have a packet on its way before them. */
function aboutPassing(type: number, code: number): boolean {
  if (type === icmp6.ICMP6_DST_UNREACH) return code !== icmp6.ICMP6_DST_UNREACH_NOPORT;
  if (type === icmp6.ICMP6_TIME_EXCEEDED) return code === icmp6.ICMP6_TIME_EXCEED_TRANSIT;
  return type === icmp6.ICMP6_PACKET_TOO_BIG;
}
