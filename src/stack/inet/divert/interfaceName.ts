/** The name of an interface within the 8 bytes of padding of a socket address. */
import { SIN_ZERO_SIZE } from '../sockaddrIn';

/** The bytes of a name, cut after 8; zeros follow a shorter one. */
export function interfaceName(text: string): Uint8Array {
  const bytes = new Uint8Array(SIN_ZERO_SIZE);
  for (let i = 0; i < Math.min(text.length, SIN_ZERO_SIZE); i++) bytes[i] = text.charCodeAt(i) & 0xff;
  return bytes;
}

/** The name in these bytes, up to the first zero; all 8 characters when there is none. */
export function interfaceNameIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? SIN_ZERO_SIZE : end));
}
