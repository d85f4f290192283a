/** A case of the vectors of ip_divert: operations on the divert sockets of one machine. */

export interface VectorAddress {
  readonly family?: 'inet' | 'link' | 'inet6' | 'none';
  readonly addr?: string;
  readonly broadcast?: string;
}

export interface VectorInterface {
  readonly name: string;
  readonly flags?: readonly string[];
  readonly addresses: readonly VectorAddress[];
}

export type VectorTag = { readonly info: number; readonly cookie: number } | { readonly other: number };

export interface Bytes {
  readonly hex: string;
  readonly zeros?: number;
  readonly firstMbuf?: number;
  readonly tags?: readonly VectorTag[];
}

export interface AttachOperation {
  readonly op: 'attach';
  readonly so: string;
  readonly proto?: number;
  readonly root?: boolean;
  readonly kernelCaller?: boolean;
  readonly faults?: { readonly reserve?: boolean; readonly pcb?: boolean };
}

export interface BindOperation {
  readonly op: 'bind';
  readonly so: string;
  readonly port: number;
  readonly family?: string;
  readonly addr?: string;
  readonly len?: number;
  readonly root?: boolean;
}

export interface SetsockOperation {
  readonly op: 'setsock';
  readonly so: string;
  readonly dontRoute?: boolean;
  readonly reusePort?: boolean;
  readonly ipOptions?: boolean;
}

export interface DivertOperation extends Bytes {
  readonly op: 'divert';
  readonly incoming?: boolean;
  readonly rcvif?: string;
  readonly csum?: readonly string[];
  readonly csumData?: number;
}

export interface SendOperation extends Bytes {
  readonly op: 'send';
  readonly so: string;
  readonly to?: {
    readonly addr: string;
    readonly cookie: number;
    readonly ifname?: string;
    readonly family?: string;
    readonly len?: number;
  };
  readonly control?: boolean;
  readonly faults?: { readonly tag?: boolean; readonly ipOutput?: string };
}

export interface CloneOperation extends Bytes {
  readonly op: 'clone';
  readonly faults?: { readonly copy?: boolean };
}

export interface CtlinputOperation {
  readonly op: 'ctlinput';
  readonly cmd: number;
  readonly addr: string;
  readonly family?: string;
}

export interface PcblistOperation {
  readonly op: 'pcblist';
  readonly read?: boolean;
  readonly write?: boolean;
  readonly hidden?: string;
  readonly faults?: { readonly wire?: boolean; readonly malloc?: boolean; readonly copyOut?: number };
}

export type Operation =
  | AttachOperation
  | BindOperation
  | { readonly op: 'detach' | 'abort' | 'disconnect' | 'shutdown' | 'names' | 'read'; readonly so: string }
  | SetsockOperation
  | DivertOperation
  | SendOperation
  | CloneOperation
  | (Bytes & { readonly op: 'protocol-input' })
  | CtlinputOperation
  | PcblistOperation;

export interface IpDivertGiven {
  readonly interfaces: readonly VectorInterface[];
  readonly ephemeralPort?: number;
  readonly ops: readonly Operation[];
}
