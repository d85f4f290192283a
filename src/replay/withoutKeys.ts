/** Lines of `.stack` files as they may be passed on. */

/** A line without the keys of an association: what follows the name of an algorithm after -E or -A. */
export function withoutKeys(line: string): string {
  return line.replace(/(\s-[EA]\s+\S+\s+)("[^"]*"?|(?!-)[^\s;]+)/g, '$1(key)');
}
