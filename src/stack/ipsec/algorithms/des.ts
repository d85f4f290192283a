/**
 * DES and triple DES in CBC mode (FIPS 46-3; RFC 2405, RFC 2451): too old for the cryptography library, and
 * needed for captures of their time. Bits are counted from 1 at the left, as the standard does.
 */
import { get32, put32 } from '../../../wire/bytes';

const BLOCK = 8;
/** Rounds of a block; a schedule holds eight groups of six bits for each. */
const ROUNDS = 16;

/** Permuted choice 1: the bits of a key that make the two halves of 28. */
const PC1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
/** Permuted choice 2: the bits of both halves that make the 48 of a round. */
const PC2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47,
  55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
/** By how many bits the halves turn left before each round. */
const TURNS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];
/** The permutation behind the selection functions. */
const P = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22,
  11, 4, 25,
];
/** Selection functions S1 to S8: four rows of sixteen hexadecimal digits each. */
const S = [
  'e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d',
  'f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9',
  'a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c',
  '7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e',
  '2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453',
  'c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d',
  '4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c',
  'd2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b',
];

/** Each selection function with `P` behind it, by its six bits of input. */
const selected = S.map((rows, i) => {
  const digits = rows.replaceAll(' ', '');
  return Int32Array.from({ length: 64 }, (_, six) => {
    const row = ((six >> 4) & 2) | (six & 1);
    const out = Number.parseInt(digits[16 * row + ((six >> 1) & 15)], 16) << (28 - 4 * i);
    return P.reduce((word, from) => (word << 1) | ((out >>> (32 - from)) & 1), 0);
  });
});

/**
 * The round keys of eight bytes of key (its parity bits are not looked at), to encrypt or, backwards, to
 * decrypt.
 */
function schedule(key: Uint8Array, backwards: boolean): Uint8Array {
  const halves = PC1.map(from => (key[(from - 1) >> 3] >> (7 - ((from - 1) & 7))) & 1);
  const groups = new Uint8Array(ROUNDS * 8);
  let turned = 0;
  for (let round = 0; round < ROUNDS; round++) {
    turned += TURNS[round];
    const at = 8 * (backwards ? ROUNDS - 1 - round : round);
    for (let bit = 0; bit < 48; bit++) {
      const from = PC2[bit] - 1;
      const half = from < 28 ? 0 : 28;
      const value = halves[half + ((from - half + turned) % 28)];
      groups[at + Math.floor(bit / 6)] |= value << (5 - (bit % 6));
    }
  }
  return groups;
}

/** One block in place, as two words, through schedule after schedule. */
function crypt(words: Int32Array, schedules: readonly Uint8Array[]): void {
  for (const groups of schedules) cryptBlock(words, groups);
}

function cryptBlock(words: Int32Array, groups: Uint8Array): void {
  exchange(words, 0, 4, 0x0f0f0f0f);
  exchange(words, 0, 16, 0x0000ffff);
  exchange(words, 1, 2, 0x33333333);
  exchange(words, 1, 8, 0x00ff00ff);
  exchange(words, 0, 1, 0x55555555);
  let left = words[0];
  let right = words[1];
  for (let at = 0; at < groups.length; at += 8) {
    const next = left ^ mix(right, groups, at);
    left = right;
    right = next;
  }
  // The halves are not exchanged after the last round.
  words[0] = right;
  words[1] = left;
  exchange(words, 0, 1, 0x55555555);
  exchange(words, 1, 8, 0x00ff00ff);
  exchange(words, 1, 2, 0x33333333);
  exchange(words, 0, 16, 0x0000ffff);
  exchange(words, 0, 4, 0x0f0f0f0f);
}

/**
 * A step of the initial permutation or, in the other order, of its inverse: exchanges the masked bits of one
 * word, `by` places up, with those of the other.
 */
function exchange(words: Int32Array, one: number, by: number, mask: number): void {
  const other = 1 - one;
  const bits = ((words[one] >>> by) ^ words[other]) & mask;
  words[other] ^= bits;
  words[one] ^= bits << by;
}

/**
 * The cipher function of a round: groups of six overlapping bits, each with its part of the round key through
 * its selection function.
 */
function mix(right: number, groups: Uint8Array, at: number): number {
  const turned = (right >>> 1) | (right << 31);
  let out = selected[7][(((turned << 2) | (turned >>> 30)) & 63) ^ groups[at + 7]];
  for (let i = 0; i < 7; i++) out |= selected[i][((turned >>> (26 - 4 * i)) & 63) ^ groups[at + i]];
  return out;
}

/** The schedules of a key of one (DES) or three (triple DES, encrypt-decrypt-encrypt) times eight bytes. */
function schedules(key: Uint8Array, backwards: boolean): Uint8Array[] {
  const parts = [];
  for (let at = 0; at < key.length; at += BLOCK) parts.push(key.subarray(at, at + BLOCK));
  const all = parts.map((part, i) => schedule(part, backwards !== (i % 2 === 1)));
  return backwards ? all.reverse() : all;
}

/** DES-CBC with a key of 8 bytes, triple DES-CBC with one of 24. Data are whole blocks of 8 bytes. */
export function desCbc(key: Uint8Array) {
  const forwards = schedules(key, false);
  const backwards = schedules(key, true);
  return {
    encrypt(iv: Uint8Array, data: Uint8Array): Uint8Array {
      const out = new Uint8Array(data.length);
      const words = Int32Array.of(get32(iv, 0), get32(iv, 4));
      for (let at = 0; at < data.length; at += BLOCK) {
        words[0] ^= get32(data, at);
        words[1] ^= get32(data, at + 4);
        crypt(words, forwards);
        put32(out, at, words[0]);
        put32(out, at + 4, words[1]);
      }
      return out;
    },
    decrypt(iv: Uint8Array, data: Uint8Array): Uint8Array {
      const out = new Uint8Array(data.length);
      const words = new Int32Array(2);
      let before = iv;
      let from = 0;
      for (let at = 0; at < data.length; at += BLOCK) {
        words[0] = get32(data, at);
        words[1] = get32(data, at + 4);
        crypt(words, backwards);
        put32(out, at, words[0] ^ get32(before, from));
        put32(out, at + 4, words[1] ^ get32(before, from + 4));
        before = data;
        from = at;
      }
      return out;
    },
  };
}
