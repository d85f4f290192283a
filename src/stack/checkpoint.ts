/** Copies of a host: what going back in time rests on. */
import { newHost } from './createHost';
import type { Host, HostIo } from './host';
import type { Ifnet } from './net/if';
import type { Rtentry } from './net/route';

/**
 * A copy of a host that shares nothing with it but frozen objects, and what a route never changes, with
 * another way out and an empty trace. Running the copy leads to what running the original would have led to.
 * `surroundings` are given when the copy is to run in the other build.
 */
export function copyHost(host: Host, io: HostIo, surroundings = host.surroundings): Host {
  const copies = new Map<object, unknown>();
  const copy = newHost({ io, surroundings });
  const fields = copy as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(stateOf(host))) fields[name] = copyValue(value, copies);
  // The clock outgrows small integers after two seconds. A field that changes its representation then throws
  // away all code compiled for hosts, in the middle of the run; one that has held a fraction does not change.
  copy.now = 0.5;
  copy.now = host.now;
  return copy;
}

/**
 * All of a host that is state: what a copy must have, and what two hosts that are in the same state have
 * alike.
 */
export function stateOf(host: Host) {
  const {
    trace: _,
    path: __,
    pathLast: ___,
    io: ____,
    surroundings: _____,
    spdCache: ______,
    spdSelectors: _______,
    sadCache: ________,
    ...state
  } = host;
  return state;
}

function copyValue(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (ArrayBuffer.isView(value)) return remember(value, (value as Uint8Array).slice(), copies);
  if (Array.isArray(value)) return copyArray(value, copies);
  if (value instanceof Map) return copyMap(value, copies);
  if ('rt_key' in value) return copyRoute(value as Rtentry, copies);
  return copyObject(value as Record<string, unknown>, copies);
}

function remember<T>(original: object, copy: T, copies: Map<object, unknown>): T {
  copies.set(original, copy);
  return copy;
}

function copyArray(array: readonly unknown[], copies: Map<object, unknown>): unknown[] {
  const copy = remember(array, new Array<unknown>(array.length), copies);
  for (let i = 0; i < array.length; i++) copy[i] = copyValue(array[i], copies);
  return copy;
}

function copyMap(map: ReadonlyMap<unknown, unknown>, copies: Map<object, unknown>): Map<unknown, unknown> {
  const copy = remember(map, new Map<unknown, unknown>(), copies);
  for (const [key, value] of map) copy.set(copyValue(key, copies), copyValue(value, copies));
  return copy;
}

/**
 * A route: there may be thousands, and their addresses and origins are never written to, so copies share
 * those.
 */
function copyRoute(rt: Rtentry, copies: Map<object, unknown>): Rtentry {
  const copy = remember(rt, { ...rt }, copies);
  copy.rt_ifp = copyValue(rt.rt_ifp, copies) as Ifnet;
  copy.rt_llinfo = copyValue(rt.rt_llinfo, copies) as Rtentry['rt_llinfo'];
  copy.rt_gwroute = copyValue(rt.rt_gwroute, copies) as Rtentry['rt_gwroute'];
  return copy;
}

function copyObject(object: Record<string, unknown>, copies: Map<object, unknown>): Record<string, unknown> {
  const copy = remember(object, { ...object }, copies);
  for (const key in copy) {
    const value = copy[key];
    if (typeof value === 'object' && value !== null) copy[key] = copyValue(value, copies);
  }
  return copy;
}
