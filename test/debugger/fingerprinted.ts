/** Lines made up so that their fingerprint is a given one: kernel files of tests hold no line of a kernel. */
const PRIME = 0x01000193;
const SEED = 0x811c9dc5;
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.';
/** The number that PRIME times it is 1, modulo 2^32. */
const INVERSE = inverse(PRIME);

/** A line of six letters or more whose 32-bit FNV-1a hash is `wanted`. */
export function lineOfFingerprint(wanted: number): string {
  for (const first of letters) {
    const middle = new Map<number, string>();
    for (const text of threes()) middle.set(forward(first + text), first + text);
    for (const text of threes()) {
      const found = middle.get(backward(wanted, text));
      if (found !== undefined) return found + text;
    }
  }
  throw new Error('no line has this fingerprint');
}

function* threes(): Iterable<string> {
  for (const a of letters) for (const b of letters) for (const c of letters) yield a + b + c;
}

function forward(text: string): number {
  let hash = SEED;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), PRIME);
  return hash >>> 0;
}

/** The hash before these letters, which ended in `hash`. */
function backward(hash: number, text: string): number {
  let before = hash;
  for (let i = text.length - 1; i >= 0; i--) before = Math.imul(before, INVERSE) ^ text.charCodeAt(i);
  return before >>> 0;
}

function inverse(odd: number): number {
  let x = odd;
  for (let i = 0; i < 5; i++) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}
