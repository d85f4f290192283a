/** What a test explorer asks about a `.stack` file: its `expect` lines, and which lines packets can use. */
import type { StackDocument } from '../nodes';
import { parseStack } from '../parse/stack';
import { replayLines, usableLines } from './lines';
import { stackProblems } from './problems';

/** An `expect` line. Lines and columns count from 0. */
interface ExpectLine {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** The frame it speaks of, from 1, where the file replays one capture; else null. */
  readonly frame: number | null;
}

export interface StackTests {
  /** What keeps the file from being replayed, with its line from 1; null when nothing does. */
  readonly error: { readonly message: string; readonly line: number } | null;
  /** Captures as the `replay` lines name them. */
  readonly captures: readonly string[];
  readonly expectations: readonly ExpectLine[];
  /** Lines, from 1, that do nothing but what a packet can use. */
  readonly usable: readonly number[];
}

/** Reads a text. Never throws. */
export function stackTests(text: string): StackTests {
  const document = parseStack(text, '');
  const captures = replayLines(document).map(({ file }) => file);
  return {
    error: firstError(document),
    captures,
    expectations: expectations(document, captures.length === 1),
    usable: usableLines(document).map(({ line }) => line),
  };
}

function firstError(document: StackDocument): StackTests['error'] {
  const found = stackProblems(document).find(({ severity }) => severity === 'error');
  if (found === undefined) return null;
  return { message: found.message, line: document.source.position(found.from).line };
}

function expectations({ commands, source }: StackDocument, oneCapture: boolean): ExpectLine[] {
  return commands.flatMap(command => {
    if (command.kind !== 'expect') return [];
    const { line, column } = source.position(command.from);
    return [
      {
        text: source.text.slice(command.from, command.to),
        line: line - 1,
        column,
        frame: oneCapture && command.what === 'frame' ? command.frame.value : null,
      },
    ];
  });
}
