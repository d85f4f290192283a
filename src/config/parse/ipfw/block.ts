/** One condition, `not` before it, or several in an or-block: `{ tcp or not udp }`, also in parentheses. */
import type { Match } from '../../../stack/inet/ipfw/match';
import type { Insn, Place } from '../../../stack/inet/ipfw/rule';
import { shown, type Words } from '../../words';

/** Conditions that one block may list. */
const BLOCK_MAX = 256;

/**
 * The conditions that follow; null when one of them is wrong. `readOne` reads what `not` may stand before.
 */
export function readBlock(
  words: Words,
  place: Place,
  readOne: (words: Words) => Match | null,
): Insn[] | null {
  const open = words.take('{', '(');
  if (open === null) {
    const one = readNot(words, place, readOne, false);
    return one === null ? null : [one];
  }
  const close = open.text === '{' ? '}' : ')';
  const insns: Insn[] = [];
  for (;;) {
    const one = readNot(words, place, readOne, true);
    if (one === null) return null;
    insns.push(one);
    const next = words.need(`\`or\` or \`${close}\``);
    if (next === null) return null;
    if (next.text === close) return insns.map((insn, i) => ({ ...insn, or: i < insns.length - 1 }));
    if (next.text !== 'or' || insns.length === BLOCK_MAX) {
      words.report(
        insns.length === BLOCK_MAX ? 'out-of-range' : 'bad-value',
        next,
        insns.length === BLOCK_MAX
          ? 'The block has too many parts.'
          : `\`${shown(next.text)}\` stands where \`or\` or \`${close}\` is needed.`,
        {
          expected:
            insns.length === BLOCK_MAX ? `${BLOCK_MAX} parts at most` : `or, then another, or ${close}`,
        },
      );
      return null;
    }
  }
}

function readNot(
  words: Words,
  place: Place,
  readOne: (words: Words) => Match | null,
  or: boolean,
): Insn | null {
  const not = words.take('not', '!') !== null;
  const match = readOne(words);
  return match === null ? null : { not, or, place, match };
}
