/** Values of the engine by the names that people write in conditions and watches: operands, counters, settings, tables. */
import * as running from '#stack/running';
import type { Recorded } from '../replay/replay';
import { operandValue } from '../replay/words';
import type { Host } from '../stack/host';
import type { Value } from '../stack/trace';

/** A moment with all that names are looked up in; `host` is made when first asked for. */
export interface Scene {
  readonly recorded: Recorded;
  readonly step: number;
  host(): Host;
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
  return operandAt(scene, name) ?? counterAt(scene, name) ?? memberAt(scene, name);
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

/** A counter as it stood at the moment: what it came to, less what moved it since. */
function counterAt({ recorded, step }: Scene, name: string): number | undefined {
  const now = running.counters(recorded.host);
  if (!(name in now) && !isCounter(recorded.host, name)) return undefined;
  let value = now[name] ?? 0;
  for (let i = step; i < recorded.steps.length; i++) {
    for (const moved of recorded.steps[i].counters) if (moved.counter === name) value -= moved.by;
  }
  return value;
}

function isCounter(host: Host, name: string): boolean {
  const [structure, member, ...more] = name.split('.');
  if (structure === 'if') {
    const ifp = host.interfaces.find(one => one.name === member);
    return ifp !== undefined && more.length === 1 && more[0] in { ...ifp.in6_ifstat, ...ifp.icmp6_ifstat };
  }
  const structures: Readonly<Record<string, object>> = {
    ip6stat: host.ip6stat,
    icmp6stat: host.icmp6stat,
    ipsec6stat: host.ipsec6stat,
  };
  return Object.hasOwn(structures, structure) && member !== undefined && member in structures[structure];
}

/** `if.em0.mtu`, `route.ifp.mtu`, a setting by its sysctl name. */
function memberAt(scene: Scene, name: string): Value | undefined {
  if (name.startsWith('net.')) {
    const setting = running.sysctls[name];
    return setting === undefined ? undefined : setting.get(scene.host());
  }
  const [root, ...path] = name.split('.');
  if (root === 'if' && path.length > 1) {
    const ifp = scene.host().interfaces.find(one => one.name === path[0]);
    return follow(ifp, path.slice(1));
  }
  if (root === 'route' && path.length > 0) return follow(scene.host().ip6_forward_rt.rt, path);
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
