/** `mld join|leave|query|report …`: groups, as the programs of a machine would ask for them. */
import type { Address, MldCommand } from '../nodes';
import type { Ranged } from '../text';
import { isMulticast, readAddress, readInterface, readNumber } from '../values';
import { oneOf, shown, type Words } from '../words';

/** What may follow the interface of a general query. */
const queryWords: readonly string[] = ['maxdelay', 'from'];
const mldActions = ['join', 'leave', 'query', 'report'] as const;
/** Words of `mld`, for suggestions. */
export const mldWords: readonly string[] = [...mldActions, 'delay', 'maxdelay', 'from'];

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
  if (name !== null && (action !== 'query' || (next !== null && !queryWords.includes(next.text)))) {
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
  const source = action === 'query' || action === 'report' ? readSource(words) : null;
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
    source,
  };
}

/** `from ADDR`, the sender of a message. */
function readSource(words: Words): Ranged<Address> | null {
  if (words.take('from') === null) return null;
  const token = words.need('an address such as fe80::2');
  return token === null ? null : readAddress(words, token, 'inet6', 'allowed');
}
