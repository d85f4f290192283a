/**
 * A case of a vectors file for ip6_forward: what a machine is given, and as much of what is expected as a
 * capture needs.
 */

export interface VectorInterface {
  readonly name: string;
  readonly index: number;
  readonly mtu: number;
  readonly flags?: readonly string[];
  readonly zones?: { readonly link?: number; readonly site?: number; readonly org?: number };
  readonly ndLinkMtu?: number;
  readonly ndMaxMtu?: number;
}

export interface VectorRoute {
  readonly dst: string;
  readonly ifp: string;
  readonly gateway?: string;
  readonly flags?: readonly string[];
}

export interface VectorRequest {
  readonly proto: 'esp' | 'ah' | 'ipcomp';
  readonly mode: 'tunnel' | 'transport' | 'any';
  readonly level: 'default' | 'use' | 'require' | 'unique';
  readonly sa: 'none' | 'mature' | 'dying' | 'larval' | 'dead';
  /** Bytes that the transform adds, without an outer header. */
  readonly overhead: number;
  readonly tunnel?: { readonly src: string; readonly dst: string };
}

export interface VectorPolicy {
  readonly dir: 'in' | 'out';
  readonly src: string;
  readonly dst: string;
  readonly proto: 'any' | number;
  readonly policy: 'discard' | 'none' | 'bypass' | 'ipsec' | 'entrust';
  readonly requests?: readonly VectorRequest[];
}

export interface VectorFilter {
  readonly dst: string;
  readonly action: 'pass' | 'block' | 'consume' | 'rewrite';
  readonly errno?: string;
  readonly set?: { readonly dst?: string; readonly hlim?: number };
}

/** A change between two packets. */
export interface VectorChange {
  readonly op: 'route-add' | 'route-delete' | 'if-set' | 'sysctl';
  readonly route?: VectorRoute;
  readonly dst?: string;
  readonly name?: string;
  readonly mtu?: number;
  readonly flags?: readonly string[];
  readonly value?: number | string;
}

export interface VectorFaults {
  readonly linkOutput?: string;
  readonly copy?: boolean;
  readonly policyLookup?: boolean;
  readonly policyLookupSecond?: boolean;
  readonly ipsecOutput?: string;
}

export interface VectorPacket {
  readonly hex: string;
  readonly zeros?: number;
  readonly rcvif: string;
  readonly srcrt?: number;
  readonly mbufFlags?: readonly string[];
  /** Seconds. */
  readonly time?: number;
  readonly firstMbuf?: number;
  /** False: the zones of the receiving interface are not put into the addresses. */
  readonly embed?: boolean;
  readonly before?: readonly VectorChange[];
  readonly faults?: VectorFaults;
}

export interface Given {
  readonly interfaces: readonly VectorInterface[];
  readonly routes: readonly VectorRoute[];
  readonly spd?: readonly VectorPolicy[];
  readonly sysctl?: Readonly<Record<string, number | string>>;
  readonly pfil?: readonly VectorFilter[];
  readonly prelude?: 'input' | 'none';
  readonly packets: readonly VectorPacket[];
}

export interface VectorCase {
  readonly id: string;
  readonly why: string;
  readonly given: Given;
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
