/** Whether a line of the user's kernel file is the line that the engine mirrors. */

/** FNV-1a, 32 bits, of a line with each run of white space as one blank. */
export function fingerprint(line: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(line.trim().replace(/\s+/g, ' '))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}
