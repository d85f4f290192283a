/**
 * Values of the engine by the names that people write in conditions and watches: operands, counters,
 * settings, tables.
 */
import * as running from '#stack/running';
import type { Recorded } from '../replay/recorded';
import { operandValue } from '../replay/words';
import type { Host } from '../stack/host';
import type { Value } from '../stack/trace';
import { countOf, entryText, findEntry, parseEntryName } from './tableEntries';

/** A moment with all that names are looked up in. */
export interface Scene {
  readonly recorded: Recorded;
  readonly step: number;
  /** A value that the host itself bears there, by its name. */
  hostValue(name: string): Value | undefined;
}

/** Members that people call otherwise than the kernel does. */
const aliases: Readonly<Record<string, string>> = {
  ifp: 'rt_ifp',
  gateway: 'rt_gateway',
  flags: 'rt_flags',
  dst: 'rt_key',
};

/** The value of a name at a moment; undefined when nothing bears it there. */
export function engineValue(scene: Scene, name: string): Value | undefined {
  if (name === 'verdict') return verdictAt(scene);
  if (name === 'decision') return scene.recorded.steps[scene.step]?.point?.id ?? null;
  const operand = operandAt(scene, name);
  return operand === undefined ? scene.hostValue(name) : operand;
}

/**
 * The value of a name that the host itself bears: a counter, a setting, a member, a table's entry; undefined
 * when it bears none.
 */
export function hostValue(host: Host, name: string): Value | undefined {
  const entry = parseEntryName(name);
  if (entry !== null) {
    const found = findEntry(host, entry);
    if (found === null) return null;
    return entry.count === null ? entryText(host, found) : countOf(found, entry.count);
  }
  if (name.startsWith('net.')) return running.sysctls[name]?.get(host);
  return running.counterValue(host, name) ?? memberOf(host, name);
}

/** What a counter or setting means, whichever host's it is; null for any other name. */
export function meaningOfName(name: string): string | null {
  return running.sysctls[name]?.description ?? running.counterMeaning(name);
}

/** A name that begins with the host it is of, as in `r2.if.em0.mtu`. */
export interface HostName {
  /** Number of the host. */
  readonly number: number;
  /** What it is called there. */
  readonly rest: string;
}

/** The host that a name begins with; null for what any host may bear, and among `hosts` that are only one. */
export function hostNamed(hosts: readonly Host[], name: string): HostName | null {
  if (hosts.length < 2) return null;
  const host = hosts.find(one => name.startsWith(`${one.name}.`));
  return host === undefined ? null : { number: host.number, rest: name.slice(host.name.length + 1) };
}

/**
 * The value of a name among several hosts: of the host that it begins with, else of `own`, that of the event.
 */
export function valueAmong(hosts: readonly Host[], own: Host, name: string): Value | undefined {
  const named = hostNamed(hosts, name);
  if (named === null) return hostValue(own, name);
  return hostValue(named.number === own.number ? own : hosts[named.number], named.rest);
}

/** The verdict as far as it is settled at the moment. */
function verdictAt({ recorded, step }: Scene): string {
  const settled = recorded.settled === null ? -1 : recorded.steps.indexOf(recorded.settled);
  return settled >= 0 && settled <= step ? recorded.verdict : 'none';
}

/** The operand of that name which a decision looked at last; `in_zone` means `inzone`. */
function operandAt({ recorded, step }: Scene, name: string): Value | undefined {
  const bare = name.replaceAll('_', '');
  for (let i = Math.min(step, recorded.steps.length - 1); i >= 0; i--) {
    const { operands } = recorded.steps[i];
    if (Object.hasOwn(operands, name)) return operandValue(operands[name]);
    const like = Object.keys(operands).find(key => key.replaceAll('_', '') === bare);
    if (like !== undefined) return operandValue(operands[like]);
  }
  return undefined;
}

/** `if.em0.mtu`, `route.ifp.mtu`. */
function memberOf(host: Host, name: string): Value | undefined {
  const [root, ...path] = name.split('.');
  if (root === 'if' && path.length > 1) {
    const ifp = host.interfaces.find(one => one.name === path[0]);
    return follow(ifp, path.slice(1));
  }
  if (root === 'route' && path.length > 0) return follow(host.ip6_forward_rt.rt, path);
  return undefined;
}

function follow(from: unknown, path: readonly string[]): Value | undefined {
  let at: unknown = from;
  for (const word of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    const key = Object.hasOwn(at, word) ? word : (aliases[word] ?? '');
    if (!Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  if (at === null || at instanceof Uint8Array) return at;
  return typeof at === 'number' || typeof at === 'string' || typeof at === 'boolean' ? at : undefined;
}
