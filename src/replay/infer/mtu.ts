/** MTUs of the machine's interfaces, where frames show another than the usual one. */
import { type Evidence, together } from './evidence';
import { familyOf } from './kinds';
import { type FoundInterface, inPrefix, isOnLink, stationOf } from './picture';
import type { SentError, Station } from './stations';
import type { Way } from './ways';

const USUAL = 1500;
/** Least MTU of a link that carries IPv6 (RFC 8200 5), and the largest of an interface. */
const LEAST = 1280;
const MOST = 65_535;

const isMtu = (value: number): boolean => value >= LEAST && value <= MOST;

/** Sets what router advertisements, Packet Too Big errors and the largest frames show. */
export function findMtus(faces: readonly FoundInterface[], ways: readonly Way[]): void {
  for (const face of faces) {
    const own = stationOf(face);
    if (face.link === null || own === null || face.loopback) continue;
    advertised(face, own);
    largest(face, own);
  }
  for (const { address, error } of errors(faces)) {
    const out = interfaceTo(faces, ways, address);
    if (out === null || error.kind !== 'too-big' || !isMtu(error.parameter)) continue;
    const seen = together();
    seen.note(error.frame);
    out.mtu = { family: familyOf(address), value: error.parameter, ground: 'too-big', seen };
  }
  for (const face of faces) if (face.link === null) face.mtu ??= largestReceived(faces);
}

function advertised(face: FoundInterface, own: Station): void {
  const routers = face.link?.stations.filter(one => one.advertisesMtu !== null) ?? [];
  const router = own.advertisesMtu === null ? routers[0] : own;
  const seen: Evidence | null = router?.advertisesMtu ?? null;
  if (router === undefined || seen === null) return;
  const value = router.advertisedMtu;
  const ground = router === own ? 'advertised' : 'heard';
  if (value !== USUAL && isMtu(value)) face.mtu = { family: 'inet6', value, ground, seen };
}

function largest(face: FoundInterface, own: Station): void {
  if (own.largest <= (face.mtu?.value ?? USUAL) || !isMtu(own.largest)) return;
  const seen = together();
  seen.note(own.largestFrame);
  face.mtu = {
    family: own.largestFamily,
    value: own.largest,
    ground: own.largestIsTcp ? 'offload' : 'largest',
    seen,
  };
}

/** What is made up must carry what came in. */
function largestReceived(faces: readonly FoundInterface[]): FoundInterface['mtu'] {
  let most: Station | null = null;
  for (const face of faces) {
    for (const station of face.link?.stations ?? []) {
      if (station.largest > (most?.largest ?? USUAL)) most = station;
    }
  }
  if (most === null || !isMtu(most.largest)) return null;
  const seen = together();
  seen.note(most.largestFrame);
  return { family: most.largestFamily, value: most.largest, ground: 'largest', seen };
}

function errors(faces: readonly FoundInterface[]): { address: Uint8Array; error: SentError }[] {
  return faces.flatMap(face =>
    (stationOf(face)?.talks ?? []).flatMap(({ address, error }) =>
      error === null ? [] : [{ address, error }],
    ),
  );
}

/** The interface by which packets for an address leave. */
function interfaceTo(
  faces: readonly FoundInterface[],
  ways: readonly Way[],
  address: Uint8Array,
): FoundInterface | null {
  const direct = faces.find(face => isOnLink(face, address));
  if (direct !== undefined) return direct;
  let chosen = ways.find(way => way.isDefault && way.family === familyOf(address)) ?? null;
  let longest = 0;
  for (const way of ways) {
    for (const { bytes, length } of way.networks.values()) {
      if (length <= longest || !inPrefix(address, bytes, length)) continue;
      chosen = way;
      longest = length;
    }
  }
  return chosen?.face ?? null;
}
