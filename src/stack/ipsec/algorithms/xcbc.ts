/**
 * AES-XCBC-MAC (RFC 3566 4), out of the block cipher of the library, which has the chaining but not this
 * code.
 */
import { cbc, ecb } from '@noble/ciphers/aes.js';

const BLOCK = 16;
const EXACT = { disablePadding: true };
const ZERO = new Uint8Array(BLOCK);

/** The code of a key of 16 bytes: the whole check value of some bytes, of which RFC 3566 sends 12. */
export function aesXcbcMac(key: Uint8Array): (data: Uint8Array) => Uint8Array {
  const [k1, whole, padded] = [1, 2, 3].map(n => ecb(key, EXACT).encrypt(new Uint8Array(BLOCK).fill(n)));
  return data => {
    const blocks = Math.max(1, Math.ceil(data.length / BLOCK));
    const bytes = new Uint8Array(blocks * BLOCK);
    bytes.set(data);
    const fits = data.length === bytes.length;
    if (!fits) bytes[data.length] = 0x80;
    const last = bytes.length - BLOCK;
    const mask = fits ? whole : padded;
    for (let i = 0; i < BLOCK; i++) bytes[last + i] ^= mask[i];
    return cbc(k1, ZERO, EXACT).encrypt(bytes).subarray(last);
  };
}
