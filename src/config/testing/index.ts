/** What a test explorer asks about a `.stack` file: its `expect` lines, and which lines packets can use. */
import { stackProblems } from '../editing/problems';
import type { Command, StackDocument } from '../nodes';
import { parseStack } from '../parse/stack';

/** An `expect` line. Lines and columns count from 0. */
export interface ExpectLine {
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
  const captures = document.commands.flatMap(one => (one.kind === 'replay' ? [one.file.value] : []));
  return {
    error: firstError(text),
    captures,
    expectations: expectLines(document, text, captures.length === 1),
    usable: document.commands.filter(isUsable).map(({ origin }) => origin.line),
  };
}

function firstError(text: string): StackTests['error'] {
  const found = stackProblems(text).find(({ severity }) => severity === 'error');
  if (found === undefined) return null;
  return { message: found.message, line: text.slice(0, found.from).split('\n').length };
}

function expectLines({ commands }: StackDocument, text: string, oneCapture: boolean): ExpectLine[] {
  return commands.flatMap(command => {
    if (command.kind !== 'expect') return [];
    const { from, to, origin } = command;
    return [
      {
        text: text.slice(from, to),
        line: origin.line - 1,
        column: from - (text.lastIndexOf('\n', from - 1) + 1),
        frame: oneCapture && command.what === 'frame' ? command.frame.value : null,
      },
    ];
  });
}

function isUsable(command: Command): boolean {
  switch (command.kind) {
    case 'route':
      return command.action === 'add';
    case 'ndp':
      return command.action === 'set';
    case 'spdadd':
    case 'ipfw-add':
      return true;
    case 'ifconfig':
      return command.parameters.some(one => one.name === 'address' && one.action !== 'delete');
    default:
      return false;
  }
}
