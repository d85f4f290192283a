/** A case of the mld6 vectors: its `given`, as FORMAT.md of the vectors describes it. */

export interface VectorAddress {
  readonly addr: string;
  readonly flags?: readonly string[];
}

export interface VectorInterface {
  readonly name: string;
  readonly index: number;
  readonly flags?: readonly string[];
  readonly addresses?: readonly VectorAddress[];
  /** `ok`, `none`, or the errno that the driver answers with. */
  readonly driver?: string;
  readonly inet6?: boolean;
  readonly kludge?: boolean;
}

export interface VectorFaults {
  readonly malloc?: number;
  readonly mbuf?: number;
}

interface OnInterface {
  readonly ifp: string;
}

type Named =
  | ({ readonly op: 'join'; readonly group: string; readonly handle: string } & OnInterface & {
        readonly timer?: number;
        readonly member?: string;
      })
  | { readonly op: 'leave'; readonly handle: string }
  | ({ readonly op: 'addmulti'; readonly group: string; readonly timer?: number } & OnInterface)
  | ({ readonly op: 'delmulti'; readonly group: string } & OnInterface)
  | ({
      readonly op: 'input';
      readonly hex: string;
      readonly zeros?: number;
      readonly off: number;
      readonly mbufFlags?: readonly string[];
      readonly firstMbuf?: number;
    } & OnInterface)
  | { readonly op: 'advance'; readonly ms: number; readonly timersHeld?: boolean }
  | ({
      readonly op: 'addr-add';
      readonly flags?: readonly string[];
      readonly front?: boolean;
      readonly restore?: boolean;
      readonly addr: string;
    } & OnInterface)
  | ({ readonly op: 'addr-del' | 'save-attached'; readonly addr: string } & OnInterface)
  | ({ readonly op: 'addr-flags'; readonly addr: string; readonly flags?: readonly string[] } & OnInterface)
  | ({ readonly op: 'kludge-create' | 'kludge-purge' } & OnInterface)
  | ({ readonly op: 'kludge-restore'; readonly addr: string } & OnInterface)
  | { readonly op: 'mrouter'; readonly on: boolean }
  | ({
      readonly op: 'if-set';
      readonly inet6?: boolean;
      readonly flags?: readonly string[];
      readonly driver?: string;
    } & OnInterface);

export type VectorOp = Named & { readonly faults?: VectorFaults };

export interface Given {
  readonly hz?: number;
  readonly startUs?: number;
  readonly random: readonly number[];
  readonly interfaces: readonly VectorInterface[];
  readonly ops: readonly VectorOp[];
}
