/** Numbers of rules and of their sets. */
import { IPFW_DEFAULT_RULE, RESVD_SET } from '#stack/running';
import type { Token } from '../../lexer';
import type { Ranged } from '../../text';
import { readNumber } from '../../values';
import type { Words } from '../../words';

/** The number of a rule that can be changed: all but the default one, 1 to 65534. */
export function readRuleNumber(words: Words, token: Token): Ranged<number> | null {
  return readNumber(words, token, 'the number of a rule', 1, IPFW_DEFAULT_RULE - 1);
}

/** The number of a rule, the default one as well: 1 to 65535. */
export function readAnyNumber(words: Words, token: Token): Ranged<number> | null {
  return readNumber(words, token, 'the number of a rule', 1, IPFW_DEFAULT_RULE);
}

/** The number of a set, 0 to 31. */
export function readSetNumber(words: Words, token: Token): Ranged<number> | null {
  return readNumber(words, token, 'the number of a set', 0, RESVD_SET);
}

/** The number of a set that must follow. */
export function readSet(words: Words): Ranged<number> | null {
  const token = words.need('the number of a set');
  return token === null ? null : readSetNumber(words, token);
}
