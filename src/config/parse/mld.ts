/** `mld join|leave|query|report …`: groups, as the programs of a machine would ask for them. */
import type { MldCommand } from '../nodes';
import type { Ranged } from '../text';
import { isMulticast, readAddress, readInterface, readNumber } from '../values';
import { oneOf, shown, type Words } from '../words';

const mldActions = ['join', 'leave', 'query', 'report'] as const;
/** Words of `mld`, for suggestions. */
export const mldWords: readonly string[] = [...mldActions, 'delay', 'maxdelay'];

export function parseMld(words: Words): MldCommand | null {
  const token = words.need(oneOf(mldActions));
  if (token === null) return null;
  const action = mldActions.find(known => known === token.text);
  if (action === undefined) {
    words.unknown(token, `mld has no command \`${shown(token.text)}\`.`, mldActions);
    return null;
  }
  const name = words.need('an interface such as em0');
  const interfaceName = name === null ? null : readInterface(words, name);
  let group = null;
  const next = words.peek();
  if (name !== null && (action !== 'query' || (next !== null && next.text !== 'maxdelay'))) {
    const address = words.need('a group such as ff02::db8');
    group = address === null ? null : readAddress(words, address, 'inet6', 'allowed');
    if (group !== null && !isMulticast(group.value)) {
      words.report('bad-value', group, 'This is no multicast address.', {
        expected: 'a group such as ff02::db8',
      });
      group = null;
    }
    if (group === null) {
      words.skip();
      return null;
    }
  }
  const keyword = action === 'join' ? 'delay' : action === 'query' ? 'maxdelay' : null;
  let delay: Ranged<number> | null = null;
  if (keyword !== null && words.take(keyword) !== null) {
    const value = words.need(keyword === 'delay' ? 'a number of ticks' : 'milliseconds');
    delay = value === null ? null : readNumber(words, value, 'a delay', 0, 0xffff);
  }
  words.end();
  if (interfaceName === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'mld',
    ...range,
    origin: words.origin(range),
    action,
    interface: interfaceName,
    group,
    delay,
  };
}
