/** What the word under the pointer means. */
import { catalogue } from '#stack/running';
import type { DecisionPoint } from '../../stack/trace';
import type { Statement } from '../lexer';
import { type ReferenceEntry, referenceOf } from '../reference';
import { type NamedValue, namedValue } from '../reference/values';
import type { Range } from '../text';
import { wordAt } from './place';

/** A word of the language, a decision, or something else that it names. */
export type Meaning = Range &
  (
    | { readonly kind: 'word'; readonly entry: ReferenceEntry }
    | ({ readonly kind: 'value' } & NamedValue)
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
  const { token, index, words } = pointed;
  const place = { from: token.from, to: token.to };
  const point = catalogue.find(({ id }) => id === token.text.replace(/=.*$/, ''));
  if (point !== undefined) return { ...place, kind: 'decision', ...decisionMeaning(point) };
  const texts = words.map(word => word.text);
  const value = namedValue(texts, index);
  if (value !== null) return { ...place, kind: 'value', ...value };
  const entry =
    referenceOf(texts[0], token.text) ?? besideSetkey(texts, token.text) ?? negated(texts, token.text);
  return entry === undefined ? null : { ...place, kind: 'word', entry };
}

/** `setkey`'s own statements, whether or not `setkey` stands before them. */
function besideSetkey([command, statement]: readonly string[], word: string): ReferenceEntry | undefined {
  return command === 'setkey' && statement !== undefined ? referenceOf(statement, word) : undefined;
}

/** `-nud`, the contrary of `nud`. */
function negated([command]: readonly string[], word: string): ReferenceEntry | undefined {
  return command === 'ndp' && word.startsWith('-') ? referenceOf(command, word.slice(1)) : undefined;
}

function decisionMeaning({ id, question, outcomes, words, reference }: DecisionPoint) {
  return {
    id,
    question,
    reference,
    outcomes: outcomes.map((name, i) => ({ name, answer: words[i].answer })),
  };
}
