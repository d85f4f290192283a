/** How long a match of the sticky `pattern` is at `at`; 0 where it does not match. */
export function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? 0 : found[0].length;
}
