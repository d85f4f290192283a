/** The form of an ip6_forward case (FORMAT.md of the vectors). */

export interface GivenInterface {
  readonly name: string;
  readonly index: number;
  readonly mtu: number;
  readonly flags?: readonly string[];
  readonly zones?: { readonly link?: number; readonly site?: number; readonly org?: number };
  readonly ndLinkMtu?: number;
  readonly ndMaxMtu?: number;
}

export interface GivenRoute {
  readonly dst: string;
  readonly ifp: string;
  readonly gateway?: string;
  readonly flags?: readonly string[];
}

export interface GivenRequest {
  readonly proto: 'esp' | 'ah' | 'ipcomp';
  readonly mode: 'tunnel' | 'transport' | 'any';
  readonly level: 'default' | 'use' | 'require' | 'unique';
  readonly sa: 'none' | 'mature' | 'dying' | 'larval' | 'dead';
  readonly overhead: number;
  readonly tunnel?: { readonly src: string; readonly dst: string };
}

export interface GivenPolicy {
  readonly dir: 'in' | 'out';
  readonly src: string;
  readonly dst: string;
  readonly proto: 'any' | number;
  readonly policy: 'discard' | 'none' | 'bypass' | 'ipsec' | 'entrust';
  readonly requests?: readonly GivenRequest[];
}

export interface GivenFilter {
  readonly dst: string;
  readonly action: 'pass' | 'block' | 'consume' | 'rewrite';
  readonly errno?: string;
  readonly set?: { readonly dst?: string; readonly hlim?: number };
}

export interface GivenChange {
  readonly op: 'route-add' | 'route-delete' | 'if-set' | 'sysctl';
  readonly route?: GivenRoute;
  readonly dst?: string;
  readonly name?: string;
  readonly mtu?: number;
  readonly flags?: readonly string[];
  readonly value?: number | string;
}

export interface GivenPacket {
  readonly hex: string;
  readonly zeros?: number;
  readonly rcvif: string;
  readonly srcrt?: number;
  readonly mbufFlags?: readonly string[];
  readonly time?: number;
  readonly firstMbuf?: number;
  readonly embed?: boolean;
  readonly before?: readonly GivenChange[];
  readonly faults?: {
    readonly linkOutput?: string;
    readonly copy?: boolean;
    readonly policyLookup?: boolean;
    readonly policyLookupSecond?: boolean;
    readonly ipsecOutput?: string;
  };
}

export interface Given {
  readonly interfaces: readonly GivenInterface[];
  readonly routes: readonly GivenRoute[];
  readonly spd?: readonly GivenPolicy[];
  readonly sysctl?: Readonly<Record<string, number | string>>;
  readonly pfil?: readonly GivenFilter[];
  readonly prelude?: 'input' | 'none';
  readonly packets: readonly GivenPacket[];
}
