/** Words that the vectors of all components share: flags and errors by name, bytes. */
import * as stack from '#stack/recording';
import { fromHex } from '../../src/wire/bytes';

export const interfaceFlags: Readonly<Record<string, number>> = {
  UP: stack.IFF_UP,
  BROADCAST: stack.IFF_BROADCAST,
  MULTICAST: stack.IFF_MULTICAST,
  LOOPBACK: stack.IFF_LOOPBACK,
  POINTOPOINT: stack.IFF_POINTOPOINT,
  RUNNING: stack.IFF_RUNNING,
  SIMPLEX: stack.IFF_SIMPLEX,
};

export const mbufFlags: Readonly<Record<string, number>> = {
  BCAST: stack.M_BCAST,
  MCAST: stack.M_MCAST,
  DECRYPTED: stack.M_DECRYPTED,
  LOOP: stack.M_LOOP,
  AUTHIPHDR: stack.M_AUTHIPHDR,
  AUTHIPDGM: stack.M_AUTHIPDGM,
  // OpenBSD's names.
  AUTH: stack.M_AUTHIPHDR,
  CONF: stack.M_DECRYPTED,
};

/** The flags of these names. Throws when one is in no table. */
export function bits(names: readonly string[], table: Readonly<Record<string, number>>): number {
  return names.reduce((sum, name) => {
    if (!(name in table)) throw new RangeError(`unknown flag ${name}`);
    return sum | table[name];
  }, 0);
}

/** The number of a symbolic error. */
export function errno(name: string): number {
  if (!(name in stack.errnoNumbers)) throw new RangeError(`unknown error ${name}`);
  return stack.errnoNumbers[name];
}

/** The bytes of `hex` with the zeros that stand beside it. */
export function bytesOf({ hex, zeros = 0 }: { readonly hex: string; readonly zeros?: number }): Uint8Array {
  return fromHex(hex + '00'.repeat(zeros));
}
