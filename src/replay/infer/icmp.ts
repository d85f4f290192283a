/** ICMP (RFC 792, RFC 1812): what stations say about packets of others. */
import { get16, get32 } from '../../wire/bytes';
import * as icmp from '../../wire/icmp';
import { IP_DST, IP_HDRLEN } from '../../wire/ipv4';
import { noted } from './evidence';
import type { FrameView } from './frameView';
import { isBeginning } from './kinds';
import { type ErrorKind, mapped, type Station, type Stations, type Talk } from './stations';

const errors: readonly number[] = [
  icmp.ICMP_UNREACH,
  icmp.ICMP_TIMXCEED,
  icmp.ICMP_PARAMPROB,
  icmp.ICMP_REDIRECT,
];

/** Kinds by the code of Destination Unreachable (RFC 792, RFC 1812 5.2.7.1). */
const unreachKinds: Readonly<Record<number, ErrorKind>> = {
  0: 'no-route',
  1: 'unreachable',
  4: 'too-big',
  6: 'no-route',
  7: 'unreachable',
  9: 'prohibited',
  10: 'prohibited',
  13: 'prohibited',
};

/**
 * Notes an error or redirect that the sender made itself: it has its whole TTL, which one that passes through
 * has not.
 */
export function noteIcmp(view: FrameView, frame: number, sender: Station, stations: Stations): void {
  const { data, icmp: at, end } = view;
  const type = data[at];
  const code = data[at + icmp.ICMP_CODE];
  const quoted = at + icmp.ICMP_MINLEN;
  if (!errors.includes(type) || !isBeginning(view.hopLimit)) return;
  if (quoted + IP_HDRLEN > end || data[quoted] >> 4 !== 4) return;
  const own = stations.talk(sender, data, view.source, 4);
  if (own !== null) own.own = noted(own.own, frame);
  if (aboutPassing(type, code)) sender.routes.inet = noted(sender.routes.inet, frame);
  const talk = stations.talk(sender, data, quoted + IP_DST, 4);
  if (talk === null) return;
  if (type === icmp.ICMP_REDIRECT) noteRedirect(talk, view, frame);
  else {
    const kind = type === icmp.ICMP_UNREACH ? (unreachKinds[code] ?? 'other') : 'other';
    const parameter = kind === 'too-big' ? get16(data, at + icmp.ICMP_NEXTMTU) : 0;
    talk.error = { type, code, kind, parameter, frame: talk.error?.frame ?? frame };
  }
}

function noteRedirect(talk: Talk, { data, icmp: at }: FrameView, frame: number): void {
  if (get32(data, at + icmp.ICMP_VOID) === 0) return;
  talk.redirects ??= mapped(data, at + icmp.ICMP_VOID);
  talk.redirectsIn = noted(talk.redirectsIn, frame);
}

/** What only those send who have a packet on its way before them. */
function aboutPassing(type: number, code: number): boolean {
  if (type === icmp.ICMP_UNREACH)
    return code !== icmp.ICMP_UNREACH_PROTOCOL && code !== icmp.ICMP_UNREACH_PORT;
  if (type === icmp.ICMP_TIMXCEED) return code === icmp.ICMP_TIMXCEED_INTRANS;
  return type === icmp.ICMP_REDIRECT;
}
