/** Words of the filter language itself: nothing that a filter may ask for can be called so. */
import { functions } from './functions';
import { operatorSpellings } from './lexer';

/** Spellings of operators in letters. */
export const operatorWords: readonly string[] = operatorSpellings.filter(text => /^[a-z_]+$/.test(text));

/** Operators, functions, and the values of booleans. */
export const languageWords: ReadonlySet<string> = new Set([
  ...operatorWords,
  ...functions.keys(),
  'True',
  'TRUE',
  'False',
  'FALSE',
]);
