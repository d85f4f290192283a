/** A case of a vectors file for ip6_forward, as far as it says what a machine is given. */

export interface VectorInterface {
  readonly name: string;
  readonly index: number;
  readonly mtu: number;
  readonly flags?: readonly string[];
  readonly zones?: Readonly<Record<string, number>>;
  readonly ndLinkMtu?: number;
  readonly ndMaxMtu?: number;
}

export interface VectorRoute {
  readonly dst: string;
  readonly ifp: string;
  readonly gateway?: string;
  readonly flags?: readonly string[];
}

export interface VectorPolicy {
  readonly dir: string;
  readonly src: string;
  readonly dst: string;
  readonly proto: string | number;
  readonly policy: string;
  readonly requests?: readonly {
    readonly proto: string;
    readonly mode: string;
    readonly level: string;
    readonly sa?: string;
    readonly tunnel?: { readonly src: string; readonly dst: string };
  }[];
}

export interface VectorFilter {
  readonly dst: string;
  readonly action: string;
}

export interface VectorChange {
  readonly op: string;
  readonly route?: VectorRoute;
  readonly dst?: string;
  readonly name?: string;
  readonly mtu?: number;
  readonly flags?: readonly string[];
  readonly value?: string | number;
}

export interface VectorPacket {
  readonly hex: string;
  readonly zeros?: number;
  readonly rcvif: string;
  readonly srcrt?: number;
  readonly mbufFlags?: readonly string[];
  readonly time?: number;
  readonly firstMbuf?: number;
  readonly before?: readonly VectorChange[];
  readonly faults?: Readonly<Record<string, string | boolean>>;
}

export interface VectorCase {
  readonly id: string;
  readonly why: string;
  readonly given: {
    readonly interfaces: readonly VectorInterface[];
    readonly routes: readonly VectorRoute[];
    readonly spd?: readonly VectorPolicy[];
    readonly sysctl?: Readonly<Record<string, string | number>>;
    readonly pfil?: readonly VectorFilter[];
    readonly packets: readonly VectorPacket[];
  };
  readonly expect: {
    readonly packets: readonly {
      readonly verdict?: string;
      readonly out?: { readonly ifp: string; readonly nexthop?: string };
    }[];
  };
}

/** The case of that id in the text of a vectors file. Throws Error with a sentence. */
export function findCase(text: string, file: string, id: string): VectorCase {
  let cases: unknown;
  try {
    cases = JSON.parse(text);
  } catch {
    throw new Error(`${file} is no vectors file: it is not JSON.`);
  }
  if (!Array.isArray(cases)) throw new Error(`${file} is no vectors file: it holds no list of cases.`);
  const found: unknown = cases.find(one => isObject(one) && one.id === id);
  if (found === undefined) throw new Error(`${file} has no case ${id}; it has ${cases.length} others.`);
  if (!isForwarded(found)) {
    throw new Error(
      `${id} gives operations, not packets: only cases of ip6_forward can be written as a capture.`,
    );
  }
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isForwarded(value: unknown): value is VectorCase {
  if (!isObject(value) || !isObject(value.given) || !isObject(value.expect)) return false;
  const { packets, interfaces, routes } = value.given;
  return [packets, interfaces, routes, value.expect.packets].every(Array.isArray);
}
