/** A case of the EtherIP vectors: operations on the tunnels of one machine. */

export interface VectorSockaddr {
  readonly family: 'inet' | 'inet6' | 'unspec' | 'link';
  readonly addr?: string;
  readonly scope?: number;
  readonly len?: number;
}

interface Bytes {
  readonly hex: string;
  readonly zeros?: number;
  readonly firstMbuf?: number;
  readonly mbufFlags?: readonly string[];
}

export type Operation =
  | { readonly op: 'attach' }
  | { readonly op: 'create'; readonly unit: number; readonly bpf?: boolean }
  | { readonly op: 'destroy'; readonly unit: number }
  | IoctlOperation
  | OutputOperation
  | (Bytes & { readonly op: 'outputDirect'; readonly unit: number; readonly af: Family })
  | InputOperation
  | SysctlOperation;

export type Family = 'inet' | 'inet6';

export interface IoctlOperation {
  readonly op: 'ioctl';
  readonly unit: number;
  readonly cmd: string;
  readonly root?: boolean;
  readonly up?: boolean;
  readonly rdomain?: number;
  readonly src?: VectorSockaddr;
  readonly dst?: VectorSockaddr;
}

export interface OutputOperation extends Bytes {
  readonly op: 'output';
  readonly unit: number;
  readonly faults?: { readonly prepend?: number };
}

export interface InputOperation extends Bytes {
  readonly op: 'input';
  readonly af: Family;
  readonly rtable?: number;
  readonly off?: number;
  readonly zone?: number;
}

export interface SysctlOperation {
  readonly op: 'sysctl';
  readonly name: 'allow' | 'stats' | 'other';
  readonly depth?: number;
  readonly new?: number;
  readonly read?: boolean;
  readonly oldLen?: number;
}

export interface EtheripGiven {
  readonly rtables?: Readonly<Record<string, number>>;
  readonly ifIndexes?: readonly number[];
  readonly sysctl?: { readonly allow?: number; readonly ipId?: number; readonly hopLimit?: number };
  readonly ops: readonly Operation[];
}
