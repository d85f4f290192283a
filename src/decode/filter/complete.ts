/** What can be typed at a place in a filter: fields, functions, operators, names of values. */
import { allFields, fieldsNamed } from '../registry';
import { functions } from './functions';
import { operatorWords } from './languageWords';
import { isWord, tokenize } from './lexer';
import { valueTexts } from './literal';
import { FilterProblem } from './syntax';
import type { ExtraField } from './typed';

export interface Completion {
  readonly text: string;
  readonly kind: 'field' | 'function' | 'operator' | 'value';
  /** One line for people. */
  readonly detail: string;
}

export interface Completions {
  /** The part of the text that an item replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

const COMPARING: ReadonlySet<string> = new Set(['==', '===', '!=', '!==', '>', '>=', '<', '<=']);

/** Completions at UTF-16 offset `position`. */
export function completeFilter<E>(
  text: string,
  position: number,
  extras: readonly ExtraField<E>[] = [],
): Completions {
  const start = /[\w.-]*$/.exec(text.slice(0, position))?.index ?? position;
  const prefix = text.slice(start, position);
  const before = operatorsBefore(text.slice(0, start));
  const found: Completion[] = [];
  if (before.names.length > 0) {
    for (const name of before.names)
      found.push({
        text: isWord(name) ? name : `"${name}"`,
        kind: 'value',
        detail: `value of ${before.field}`,
      });
  }
  if (before.expects === 'operand') {
    const known = new Set<string>();
    for (const { name, label } of allFields()) {
      if (!known.has(name)) found.push({ text: name, kind: 'field', detail: label });
      known.add(name);
    }
    for (const extra of extras)
      found.push({ text: extra.name, kind: 'field', detail: extra.description ?? '' });
    for (const [name, detail] of functions) found.push({ text: name, kind: 'function', detail });
  } else {
    for (const spelling of operatorWords) found.push({ text: spelling, kind: 'operator', detail: '' });
  }
  const items = found.filter(item =>
    item.text.replace(/^"/, '').toLowerCase().startsWith(prefix.toLowerCase()),
  );
  return { from: start, to: position, items };

  function operatorsBefore(head: string): {
    expects: 'operand' | 'operator';
    names: readonly string[];
    field: string;
  } {
    const nothing = { names: [], field: '' };
    try {
      const tokens = tokenize(head).slice(0, -1);
      const last = tokens.at(-1);
      if (last === undefined) return { expects: 'operand', ...nothing };
      if (last.kind !== 'operator' || last.text === ')' || last.text === '}')
        return { expects: 'operator', ...nothing };
      const open = tokens.findLastIndex(token => token.kind === 'operator' && token.text === 'in');
      const inSet = open >= 0 && !tokens.slice(open).some(token => token.text === '}');
      const at = COMPARING.has(last.text) ? tokens.length - 2 : inSet ? open - 1 : -1;
      const field = tokens[at]?.kind === 'word' ? tokens[at].text : '';
      const values = fieldsNamed(field)[0]?.values ?? extras.find(extra => extra.name === field)?.values;
      return {
        expects: 'operand',
        names: values === undefined ? [] : [...new Set(valueTexts(values))],
        field,
      };
    } catch (problem) {
      if (problem instanceof FilterProblem) return { expects: 'operand', ...nothing };
      throw problem;
    }
  }
}
