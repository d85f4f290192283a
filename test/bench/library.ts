/** What the cryptography library alone takes for the packets that an ESP tunnel encrypts. */
import { cbc, gcm } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { FrameCursor } from '../../src/capture/cursor';
import { FileSource } from '../../src/capture/files/fileSource';
import { Capture } from '../../src/capture/index';

/** Keys of the tunnels: hexadecimal digits, as setkey reads them. */
export const AES_KEY = '000102030405060708090a0b0c0d0e0f';
export const GCM_KEY = `${AES_KEY}10111213`;
export const SHA1_KEY = '202122232425262728292a2b2c2d2e2f30313233';

const ETHERNET = 14;
/** ESP pads to 4 bytes at least, two of which tell how far and what was sent. */
const bytesOfEsp = (length: number, block: number) => Math.ceil((length + 2) / block) * block;

/** AES-GCM-16 of every packet. */
export function gcmAlone(file: string): () => number {
  const key = bytesOf(AES_KEY);
  const nonce = new Uint8Array(12);
  const aad = new Uint8Array(8);
  return overPackets(file, 4, plain => gcm(key, nonce, aad).encrypt(plain));
}

/** AES-CBC, then HMAC-SHA1, of every packet. */
export function cbcSha1Alone(file: string): () => number {
  const key = bytesOf(AES_KEY);
  const iv = new Uint8Array(16);
  const begun = hmac.create(sha1, bytesOf(SHA1_KEY));
  return overPackets(file, 16, plain =>
    begun
      .clone()
      .update(cbc(key, iv, { disablePadding: true }).encrypt(plain))
      .digest(),
  );
}

/** Gives every packet, padded to `block` bytes, to `work`; returns how many there are. */
function overPackets(file: string, block: number, work: (plain: Uint8Array) => void): () => number {
  const capture = Capture.openWhole(new FileSource(file));
  return () => {
    let count = 0;
    for (const cursor = new FrameCursor(capture); cursor.next(); ) {
      const plain = new Uint8Array(bytesOfEsp(cursor.len - ETHERNET, block));
      plain.set(cursor.data.subarray(cursor.off + ETHERNET, cursor.off + cursor.len));
      work(plain);
      count++;
    }
    return count;
  };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], digits => Number.parseInt(digits, 16));
}
