/**
 * What ESP encrypts with (esp_algorithms in netinet6/esp_core.c). A cipher holds its key where nobody sees
 * it: no property of it does, so that nothing that shows, copies, prints or sends a host can give it away.
 */
import { cbc, ctr, gcm } from '@noble/ciphers/aes.js';
import { put32 } from '../../../wire/bytes';
import { desCbc } from './des';
import { fitsKey, type KeyBits } from './keyLengths';

/** A cipher with its key. */
export interface Cipher {
  /** As setkey names it. */
  readonly name: string;
  /** Bytes of the initialization vector that each packet carries. */
  readonly ivlen: number;
  /** The bytes encrypted are a multiple of this. */
  readonly padbound: number;
  /** Bytes of the check value behind them that the cipher itself makes; 0 when it only encrypts. */
  readonly icvlen: number;
  /**
   * The ciphertext, followed by the check value of a cipher that makes one. `aad` are the bytes that it
   * covers too.
   */
  encrypt(iv: Uint8Array, plain: Uint8Array, aad: Uint8Array): Uint8Array;
  /** The plaintext, or null when the cipher's own check value is wrong. */
  decrypt(iv: Uint8Array, data: Uint8Array, aad: Uint8Array): Uint8Array | null;
}

interface CipherKind extends Pick<Cipher, 'ivlen' | 'padbound' | 'icvlen'> {
  readonly keyBits: KeyBits;
  readonly keyed: (key: Uint8Array) => Pick<Cipher, 'encrypt' | 'decrypt'>;
}

/** RFC 4106 and RFC 3686: so many bytes behind the key are no key, but part of every nonce. */
const SALT = 4;
const EXACT = { disablePadding: true };

const aesCbc: CipherKind = {
  keyBits: [128, 192, 256],
  ivlen: 16,
  padbound: 16,
  icvlen: 0,
  keyed: key => ({
    encrypt: (iv, plain) => cbc(key, iv, EXACT).encrypt(plain),
    decrypt: (iv, data) => cbc(key, iv, EXACT).decrypt(data),
  }),
};

/** Ciphers by the names of setkey. */
const kinds: Readonly<Record<string, CipherKind>> = {
  /** RFC 2410. */
  null: {
    keyBits: { from: 0, to: 2048 },
    ivlen: 0,
    padbound: 1,
    icvlen: 0,
    keyed: () => ({ encrypt: (_, plain) => plain.slice(), decrypt: (_, data) => data.slice() }),
  },
  /** RFC 2405. */
  'des-cbc': { keyBits: [64], ivlen: 8, padbound: 8, icvlen: 0, keyed: desCbc },
  /** RFC 2451. */
  '3des-cbc': { keyBits: [192], ivlen: 8, padbound: 8, icvlen: 0, keyed: desCbc },
  /** RFC 3602; the second name is what it was called first. */
  'aes-cbc': aesCbc,
  'rijndael-cbc': aesCbc,
  /** RFC 3686: the counter block is salt, IV, and a counter from 1. */
  'aes-ctr': {
    keyBits: [160, 224, 288],
    ivlen: 8,
    padbound: 1,
    icvlen: 0,
    keyed: given => {
      const key = given.slice(0, -SALT);
      const block = (iv: Uint8Array) => {
        const counter = new Uint8Array(16);
        counter.set(given.subarray(-SALT));
        counter.set(iv, SALT);
        put32(counter, 12, 1);
        return counter;
      };
      return {
        encrypt: (iv, plain) => ctr(key, block(iv)).encrypt(plain),
        decrypt: (iv, data) => ctr(key, block(iv)).decrypt(data),
      };
    },
  },
  /** RFC 4106: the nonce is salt and IV. */
  'aes-gcm-16': {
    keyBits: [160, 224, 288],
    ivlen: 8,
    padbound: 1,
    icvlen: 16,
    keyed: given => {
      const key = given.slice(0, -SALT);
      const nonce = (iv: Uint8Array) => {
        const whole = new Uint8Array(12);
        whole.set(given.subarray(-SALT));
        whole.set(iv, SALT);
        return whole;
      };
      return {
        encrypt: (iv, plain, aad) => gcm(key, nonce(iv), aad).encrypt(plain),
        decrypt: (iv, data, aad) => {
          try {
            return gcm(key, nonce(iv), aad).decrypt(data);
          } catch {
            // The library has no other way to say that the check value differs.
            return null;
          }
        },
      };
    },
  },
};

/** The key lengths in bits that each cipher takes, salt included, by its name. */
export const cipherKeyBits: Readonly<Record<string, KeyBits>> = Object.fromEntries(
  Object.entries(kinds).map(([name, kind]) => [name, kind.keyBits]),
);

/**
 * The cipher of that name with a key of a length that it takes; null when there is no such cipher. The key is
 * copied.
 */
export function newCipher(name: string, key: Uint8Array): Cipher | null {
  if (!Object.hasOwn(kinds, name) || !fitsKey(8 * key.length, kinds[name].keyBits)) return null;
  const { ivlen, padbound, icvlen, keyed } = kinds[name];
  return Object.freeze({ name, ivlen, padbound, icvlen, ...keyed(key.slice()) });
}
