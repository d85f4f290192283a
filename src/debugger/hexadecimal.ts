/** Whole decimal numbers as hexadecimal, where a client asks for it; anything else as it is. */
export function inHex(text: string): string {
  return /^\d+$/.test(text) ? `0x${BigInt(text).toString(16)}` : text;
}
