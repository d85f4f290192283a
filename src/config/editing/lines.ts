/** Lines about which a replay has something to tell: captures, and what packets may use. */
import type { Command, StackDocument } from '../nodes';
import type { Range } from '../text';

/** A command on its line, from 1: the line that results are known by. */
export interface CommandLine extends Range {
  readonly line: number;
}

/** The captures that a file replays. */
export function replayLines({ commands }: StackDocument): (CommandLine & { readonly file: string })[] {
  return commands.flatMap(command =>
    command.kind === 'replay' ? [{ ...lineOf(command), file: command.file.value }] : [],
  );
}

/** What a file expects. */
export function expectLines({ commands }: StackDocument): CommandLine[] {
  return commands.filter(({ kind }) => kind === 'expect').map(lineOf);
}

/**
 * Lines that do nothing but what a packet can use: a replay that is over and used none of it shows that they
 * were not needed.
 */
export function usableLines({ commands }: StackDocument): CommandLine[] {
  return commands.filter(isUsable).map(lineOf);
}

const lineOf = ({ from, to, origin }: Command): CommandLine => ({ from, to, line: origin.line });

function isUsable(command: Command): boolean {
  switch (command.kind) {
    case 'route':
      return command.action === 'add';
    case 'ndp':
      return command.action === 'set';
    case 'spdadd':
    case 'add':
    case 'ipfw-add':
    case 'divert':
      return true;
    case 'fault':
      return command.errno !== null;
    case 'ifconfig':
      return (
        command.parameters.some(({ name }) => name === 'address') &&
        command.parameters.every(
          parameter =>
            (parameter.name === 'address' && parameter.action !== 'delete') ||
            (parameter.name === 'flag' && parameter.flag === 'up'),
        )
      );
    default:
      return false;
  }
}
