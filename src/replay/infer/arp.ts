/** ARP (RFC 826, RFC 5227): who has which IPv4 address, and whom the stations of a link ask for. */
import { ARP_OP, ARP_PLN, ARP_SPA, ARP_TPA, ARPOP_REQUEST } from '../../wire/arp';
import { get16, get32 } from '../../wire/bytes';
import { noted } from './evidence';
import type { FrameView } from './frameView';
import { sharedBits } from './networks';
import { WIDEST } from './prefixes';
import { mapped, type Station, type Stations } from './stations';

/** Address lengths of IPv4 over Ethernet. */
const LENGTHS = 0x06_04;
const ARP_LENGTHS = ARP_PLN - 1;

/** Notes what an ARP message of `sender` says; `receiver` is null for one to everybody. */
export function noteArp(
  view: FrameView,
  frame: number,
  sender: Station,
  receiver: Station | null,
  stations: Stations,
): void {
  const { data, packet } = view;
  if (get16(data, packet + ARP_LENGTHS) !== LENGTHS) return;
  const from = packet + ARP_SPA;
  const target = packet + ARP_TPA;
  const asks = get16(data, packet + ARP_OP) === ARPOP_REQUEST;
  const probes = get32(data, from) === 0;
  // A probe asks whether somebody has the address that its sender is about to have (RFC 5227 2.1.1).
  const own = probes ? target : from;
  // Some hosts ask with the address of another of their links: it is not known here.
  const strange = asks && sharedBits(mapped(data, own), mapped(data, target)) < WIDEST;
  if (strange || get32(data, own) === 0) return;
  const talk = stations.talk(sender, data, own, 4);
  if (talk !== null) talk.own = noted(talk.own, frame);
  if (asks && !probes && get32(data, from) !== get32(data, target)) {
    const asked = stations.talk(sender, data, target, 4);
    if (asked !== null) asked.asks = noted(asked.asks, frame);
  }
  const told = receiver === null ? null : stations.talk(receiver, data, from, 4);
  if (told !== null && !probes && told.toldAt === 0) told.toldAt = frame;
}
