/** A case of the IP tap's vectors: operations on the taps of one machine. */
import type { IptapRequest } from '../../../src/stack/tap/iptapIoctl';

export interface VectorProcess {
  readonly pid: number;
  readonly comm: string;
  readonly epid?: number;
  readonly ecomm?: string;
}

type Faults = Readonly<Record<string, boolean>>;

export interface PacketOperation {
  readonly op: 'packet-in' | 'packet-out';
  readonly af: 'inet' | 'inet6';
  readonly rcvif?: string | null;
  readonly hex: string;
  readonly zeros?: number;
  readonly service?: string;
  readonly process?: VectorProcess;
  readonly faults?: Faults;
}

export interface ListenOperation {
  readonly op: 'listen';
  readonly unit: number;
  readonly dlt: 'RAW' | 'PKTAP' | 'EN10MB' | 'NULL';
  readonly direction: 'both' | 'in' | 'out' | 'none';
}

export interface IoctlOperation {
  readonly op: 'ioctl';
  readonly unit: number;
  readonly request: IptapRequest;
  readonly cmd: 'TAP_COUNT' | 'FILTER_GET' | 'UNKNOWN';
  readonly len?: number;
  readonly root?: boolean;
  readonly faults?: Faults;
}

export type Operation =
  | { readonly op: 'init'; readonly faults?: Faults }
  | { readonly op: 'create' | 'destroy'; readonly unit: number; readonly faults?: Faults }
  | { readonly op: 'interface-output'; readonly hex?: string; readonly zeros?: number }
  | { readonly op: 'protocol-hooks' }
  | ListenOperation
  | IoctlOperation
  | PacketOperation;

export interface IptapGiven {
  readonly interfaces: readonly { readonly name: string; readonly type: number; readonly unit: number }[];
  readonly log?: boolean;
  readonly ops: readonly Operation[];
}
