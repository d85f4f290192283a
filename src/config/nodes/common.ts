/** What commands of many kinds are made of. */
import type { Origin } from '../../stack/trace';
import type { Range } from '../text';

/** An address as written: its bytes in network order, and the interface name after `%`. */
export interface Address {
  readonly family: 'inet' | 'inet6';
  /** 4 or 16 bytes without zone. */
  readonly bytes: Uint8Array;
  readonly zone: string | null;
}

/** An address with a prefix length. */
export interface Prefix extends Address {
  readonly prefixlen: number;
}

/** What every command has. */
export interface CommandBase extends Range {
  /** The place given to everything the command makes. */
  readonly origin: Origin;
}
