/** What the names of algorithms behind `-E`, `-A` and `-C` of `setkey` mean. */
import { cipherKeyBits, icvLengths, macKeyBits } from '#stack/running';
import { keyBitsText } from '../keyBits';
import { oneOf } from '../words';
import type { Row } from './table';

/** What each cipher is, and where it is specified. */
const ciphers: Readonly<Record<string, string>> = {
  null: 'Encrypts or authenticates nothing (RFC 2410)',
  'des-cbc': 'DES with cipher block chaining (RFC 2405), which is broken (RFC 8221)',
  '3des-cbc': 'Triple DES with cipher block chaining (RFC 2451)',
  'aes-cbc': 'AES with cipher block chaining (RFC 3602)',
  'rijndael-cbc': 'The first name of aes-cbc: AES with cipher block chaining (RFC 3602)',
  'aes-ctr': 'AES as a counter (RFC 3686); the last 32 bits of the key are the nonce',
  'aes-gcm-16':
    'AES with Galois counter mode (RFC 4106), which authenticates too, with 16 bytes; the last 32 bits of the key are the salt',
};

const codes: Readonly<Record<string, string>> = {
  'hmac-md5': 'HMAC with MD5 (RFC 2403)',
  'hmac-sha1': 'HMAC with SHA-1 (RFC 2404)',
  'hmac-sha2-256': 'HMAC with SHA-256; RFC 4868 has 16 bytes, the time before it had 12',
  'hmac-sha2-384': 'HMAC with SHA-384 (RFC 4868)',
  'hmac-sha2-512': 'HMAC with SHA-512 (RFC 4868)',
  'hmac-ripemd160': 'HMAC with RIPEMD-160 (RFC 2857)',
  'aes-xcbc-mac': 'A code out of AES with cipher block chaining (RFC 3566)',
};

const compressions: Readonly<Record<string, string>> = {
  deflate: 'Compression by DEFLATE (RFC 2394), which is not simulated.',
  lzs: 'Compression by LZS (RFC 2395), which is not simulated.',
};

const association = (protocol: string, rest: string) =>
  `add 2001:db8::1 2001:db8::2 ${protocol} 0x1001 ${rest} ;`;

function cipherRow([name, meaning]: [string, string]): Row {
  const bits = cipherKeyBits[name];
  const key = 'from' in bits ? '' : ` 0x${'0123456789abcdef'.repeat(18).slice(0, bits[0] / 4)}`;
  const lengths = `The key has ${keyBitsText(bits)}.`;
  return [name, `-E ${name} KEY`, `${meaning}. ${lengths}`, association('esp', `-E ${name}${key}`)];
}

function codeRow([name, meaning]: [string, string]): Row {
  const bits = macKeyBits[name];
  const [usual, ...others] = icvLengths(name);
  const more = others.length === 0 ? '' : `, or ${oneOf(others.map(String))} as ${name}/BYTES`;
  const lengths = `The key has ${keyBitsText(bits)}, the check value ${usual} bytes${more}.`;
  const first = 'from' in bits ? bits.from : bits[0];
  const key = '0123456789abcdef'.repeat(8).slice(0, first / 4);
  const syntax = `-A ${name}${others.length === 0 ? '' : '[/BYTES]'} KEY`;
  return [name, syntax, `${meaning}. ${lengths}`, association('ah', `-A ${name} 0x${key}`)];
}

function compressionRow([name, meaning]: [string, string]): Row {
  return [name, `-C ${name}`, meaning, association('ipcomp', `-C ${name}`)];
}

/** A row for each algorithm. */
export const algorithmRows: readonly Row[] = [
  ...Object.entries(ciphers).map(cipherRow),
  ...Object.entries(codes).map(codeRow),
  ...Object.entries(compressions).map(compressionRow),
];

/** The names that may stand behind each option. */
export const algorithmNames: Readonly<Record<string, readonly string[]>> = {
  '-E': Object.keys(ciphers),
  '-A': ['null', ...Object.keys(codes)],
  '-C': Object.keys(compressions),
};

/** True for the name of an algorithm: it may stand nowhere but behind its option. */
export function isAlgorithm(word: string): boolean {
  return algorithmRows.some(([name]) => name === word);
}
