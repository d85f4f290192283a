/**
 * What ESP and AH authenticate with (ah_algorithms in netinet6/ah_core.c). As with ciphers, nobody sees the
 * key.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { fitsKey, type KeyBits } from './keyLengths';
import { aesXcbcMac } from './xcbc';

/** A message authentication code with its key. */
export interface Mac {
  /**
   * As setkey names it, with the length of the check value where that is not the usual one:
   * `hmac-sha2-256/16`.
   */
  readonly name: string;
  /** Bytes of the check value; 0 when nothing is authenticated. */
  readonly icvlen: number;
  /** The check value of some bytes. */
  icv(data: Uint8Array): Uint8Array;
}

interface MacKind {
  readonly keyBits: KeyBits;
  /** Lengths of the check value in bytes that `NAME/N` may ask for; the first is the usual one. */
  readonly icvlens: readonly number[];
  readonly keyed: (key: Uint8Array) => (data: Uint8Array) => Uint8Array;
}

/** The part of HMAC that depends on the key alone is computed once. */
function hmacOf(hash: Parameters<typeof hmac.create>[0]): MacKind['keyed'] {
  return key => {
    const begun = hmac.create(hash, key);
    return data => begun.clone().update(data).digest();
  };
}

const NOTHING = new Uint8Array(0);

/** Codes by the names of setkey. */
const kinds: Readonly<Record<string, MacKind>> = {
  null: { keyBits: { from: 0, to: 2048 }, icvlens: [0], keyed: () => () => NOTHING },
  /** RFC 2403. */
  'hmac-md5': { keyBits: [128], icvlens: [12], keyed: hmacOf(md5) },
  /** RFC 2404. */
  'hmac-sha1': { keyBits: [160], icvlens: [12], keyed: hmacOf(sha1) },
  /** RFC 4868 has 16 bytes; before it there were 12, which this kernel's era has. */
  'hmac-sha2-256': { keyBits: [256], icvlens: [12, 16], keyed: hmacOf(sha256) },
  /** RFC 4868. */
  'hmac-sha2-384': { keyBits: [384], icvlens: [24, 12, 16], keyed: hmacOf(sha384) },
  'hmac-sha2-512': { keyBits: [512], icvlens: [32, 12, 16], keyed: hmacOf(sha512) },
  /** RFC 2857. */
  'hmac-ripemd160': { keyBits: [160], icvlens: [12], keyed: hmacOf(ripemd160) },
  /** RFC 3566. */
  'aes-xcbc-mac': { keyBits: [128], icvlens: [12], keyed: aesXcbcMac },
};

/** The key lengths in bits that each code takes, by its name. */
export const macKeyBits: Readonly<Record<string, KeyBits>> = Object.fromEntries(
  Object.entries(kinds).map(([name, kind]) => [name, kind.keyBits]),
);

/**
 * The lengths of the check value in bytes that a code can have, the usual one first; empty when there is no
 * such code.
 */
export function icvLengths(name: string): readonly number[] {
  return Object.hasOwn(kinds, name) ? kinds[name].icvlens : [];
}

/**
 * `NAME` or `NAME/N` with a key of a length that it takes; null when there is no such code. The key is
 * copied.
 */
export function newMac(name: string, key: Uint8Array): Mac | null {
  const [bare, wanted] = name.split('/', 2);
  const lengths = icvLengths(bare);
  const icvlen = wanted === undefined ? lengths[0] : Number(wanted);
  if (!lengths.includes(icvlen) || !fitsKey(8 * key.length, kinds[bare].keyBits)) return null;
  const whole = kinds[bare].keyed(key.slice());
  return Object.freeze({ name, icvlen, icv: (data: Uint8Array) => whole(data).subarray(0, icvlen) });
}
