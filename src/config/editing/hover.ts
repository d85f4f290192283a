/** What the word under the pointer means. */
import { catalogue } from '#stack/running';
import type { DecisionPoint } from '../../stack/trace';
import type { Statement } from '../lexer';
import { type ReferenceEntry, referenceOf } from '../reference';
import type { Range } from '../text';
import { wordAt } from './place';

/** A word of the language, or a decision that it names. */
export type Meaning = Range &
  (
    | { readonly kind: 'word'; readonly entry: ReferenceEntry }
    | {
        readonly kind: 'decision';
        readonly id: string;
        readonly question: string;
        readonly outcomes: readonly { readonly name: string; readonly answer: string }[];
        readonly reference: string;
      }
  );

/** The meaning of the word at an offset, or null. */
export function meaningAt(statements: readonly Statement[], offset: number): Meaning | null {
  const pointed = wordAt(statements, offset);
  if (pointed === null || pointed.token.quoted) return null;
  const { token, words } = pointed;
  const place = { from: token.from, to: token.to };
  const point = catalogue.find(({ id }) => id === token.text.replace(/=.*$/, ''));
  if (point !== undefined) return { ...place, kind: 'decision', ...decisionMeaning(point) };
  const entry =
    referenceOf(words[0].text, token.text) ?? besideSetkey(words[0].text, words[1]?.text, token.text);
  return entry === undefined ? null : { ...place, kind: 'word', entry };
}

/** `setkey`'s own statements, whether or not `setkey` stands before them. */
function besideSetkey(command: string, statement: string | undefined, word: string) {
  return command === 'setkey' && statement !== undefined ? referenceOf(statement, word) : undefined;
}

function decisionMeaning({ id, question, outcomes, words, reference }: DecisionPoint) {
  return {
    id,
    question,
    reference,
    outcomes: outcomes.map((name, i) => ({ name, answer: words[i].answer })),
  };
}
