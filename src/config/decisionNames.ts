/**
 * Which decisions are meant by a name that somebody wrote: known without the stack, so that the extension asks
 * here too.
 */

/** True when `pattern` (an id, a function, or a glob with `*` and `?`) means the decision `id`. */
export function means(pattern: string, id: string): boolean {
  if (pattern === id || (!pattern.includes('.') && id.startsWith(`${pattern}.`))) return true;
  return /[*?]/.test(pattern) && globMatches(pattern, id);
}

/** `*` is any text, `?` any character. Looks at each pair of prefixes once, whatever the pattern. */
function globMatches(pattern: string, id: string): boolean {
  let reached = new Array<boolean>(id.length + 1).fill(false);
  reached[0] = true;
  for (const sign of pattern) {
    const next = new Array<boolean>(id.length + 1).fill(false);
    for (let end = 0; end <= id.length; end++) {
      if (sign === '*') next[end] = reached[end] || (end > 0 && next[end - 1]);
      else if (end > 0) next[end] = reached[end - 1] && (sign === '?' || sign === id[end - 1]);
    }
    reached = next;
  }
  return reached[id.length];
}
