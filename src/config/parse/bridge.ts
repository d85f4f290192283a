/**
 * Words of `ifconfig` that are about a bridge: its members, the addresses it knows, and what is not simulated
 * of it.
 */
import type { Token } from '../lexer';
import type { InterfaceParameter } from '../nodes';
import { readInterface, readMac } from '../values';
import type { Words } from '../words';

/** `static IF MAC`, `deladdr MAC` of a bridge. */
export function readStation(words: Words, token: Token, of: 'static' | 'deladdr'): InterfaceParameter[] {
  const first = of === 'static' ? words.need('a member such as em0') : null;
  if (of === 'static' && first === null) return [];
  const member = first === null ? null : readInterface(words, first);
  const next = words.need('a link address such as 02:00:00:00:00:01');
  const value = next === null ? null : readMac(words, next);
  if (value === null || (first !== null && member === null)) return [];
  return [{ name: 'station', of, member, value, from: token.from, to: value.to }];
}

/**
 * Words of a bridge that are about its spanning tree, or about copies for listeners, with how many values
 * each has.
 */
const refusedOfBridges: Readonly<Record<string, number>> = {
  stp: 1,
  '-stp': 1,
  maxage: 1,
  fwddelay: 1,
  hellotime: 1,
  priority: 1,
  ifpriority: 2,
  ifpathcost: 2,
  span: 1,
  '-span': 1,
};

/** True for such a word: it is reported, and its values are skipped. */
export function refuseSpanningTree(words: Words, token: Token): boolean {
  if (!Object.hasOwn(refusedOfBridges, token.text)) return false;
  for (let left = refusedOfBridges[token.text]; left > 0 && words.peek() !== null; left--) words.next();
  const spans = token.text.endsWith('span');
  words.report(
    'not-simulated',
    token,
    spans
      ? 'Span ports of bridges are not simulated.'
      : 'Bridges have no spanning tree here: frames go round where members form a loop.',
    { expected: `the line without \`${token.text}\`` },
  );
  return true;
}
