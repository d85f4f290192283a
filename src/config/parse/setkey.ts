/**
 * `setkey` statements by their first word (FreeBSD setkey(8)); what each holds is read in policy.ts and
 * association.ts.
 */
import type { Token } from '../lexer';
import type { SaCommand, SaFlushCommand, SaRemoveCommand, SpdCommand, SpdflushCommand } from '../nodes';
import { oneOf, shown, type Words } from '../words';
import { parseAssociation, parseFlush, parseRemoval } from './association';
import { parsePolicy } from './policy';

type SetkeyCommand = SpdCommand | SpdflushCommand | SaCommand | SaFlushCommand | SaRemoveCommand;

/** Statements of setkey, for suggestions. */
export const setkeyWords: readonly string[] = [
  'spdadd',
  'spddelete',
  'spdflush',
  'add',
  'get',
  'delete',
  'deleteall',
  'flush',
];
const printing = ['spddump', 'dump'];
/** Statements that are known without `setkey` before them. */
export const setkeyStatements: readonly string[] = [
  'spdadd',
  'spddelete',
  'spdflush',
  'spddump',
  'add',
  'get',
  'delete',
  'deleteall',
  'flush',
];

export function parseSetkey(words: Words): SetkeyCommand | null {
  const token = words.need(oneOf(setkeyWords));
  if (token === null) return null;
  if (token.text === '-f') {
    words.report('names-file', token, 'A .stack file names no file of commands.', {
      expected: 'the setkey statements themselves',
    });
    return null;
  }
  if (token.text === '-c') {
    words.report('extra-word', token, '`-c` reads statements from a terminal.', {
      expected: 'the setkey statement itself',
    });
    return null;
  }
  // setkey's own options for the statements `flush` and `spdflush`.
  if (token.text === '-F') return parseSetkeyStatement(words, { ...token, text: 'flush' });
  if (token.text === '-FP') return parseSetkeyStatement(words, { ...token, text: 'spdflush' });
  return parseSetkeyStatement(words, token);
}

/** The statement whose first word was just read. */
export function parseSetkeyStatement(words: Words, token: Token): SetkeyCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  if (token.text === 'spdadd' || token.text === 'spddelete') return parsePolicy(words, token.text);
  if (token.text === 'spdflush') {
    words.end();
    return { kind: 'spdflush', ...range, origin: words.origin(range) };
  }
  if (token.text === 'add') return parseAssociation(words);
  if (token.text === 'flush') return parseFlush(words);
  if (token.text === 'get' || token.text === 'delete' || token.text === 'deleteall')
    return parseRemoval(words, token.text);
  if (printing.includes(token.text)) {
    words.report('only-prints', token, `\`${token.text}\` only prints.`, { expected: oneOf(setkeyWords) });
  } else words.unknown(token, `setkey has no statement \`${shown(token.text)}\`.`, setkeyWords);
  return null;
}
