/**
 * `host NAME {` … `}`: which lines belong to which machine. A block that nothing closes ends where the next
 * begins, or with the file.
 */
import type { Command, HostBlock } from '../nodes';
import type { Problem } from '../problem';
import type { Range, Ranged } from '../text';
import { at, isHostName } from '../values';
import { shown, type Words } from '../words';

interface OpenBlock {
  readonly name: Ranged<string>;
  readonly head: Range;
  readonly commands: Command[];
  /** Where the last line so far ends. */
  to: number;
}

/** The blocks of a file as its lines come. */
export class HostBlocks {
  private readonly found: HostBlock[] = [];
  /** Heads of blocks that nothing closed. */
  private readonly unclosed: Ranged<string>[] = [];
  private open: OpenBlock | null = null;

  /** True when the line opens or closes a block, and so is no command. */
  take(words: Words): boolean {
    const first = words.peek()!;
    if (first.quoted || (first.text !== 'host' && first.text !== '}')) return false;
    words.next();
    if (first.text === 'host') this.begin(words);
    else this.close(words);
    return true;
  }

  /** Puts a command into the block around it; the command as it stands there. */
  add(command: Command): Command {
    if (this.open === null) return command;
    const placed = command.kind === 'expect' ? { ...command, host: this.open.name.value } : command;
    this.open.commands.push(placed);
    this.open.to = command.to;
    return placed;
  }

  /** The blocks of the whole file. */
  end(problems: Problem[]): HostBlock[] {
    this.giveUp();
    for (const name of this.unclosed) {
      problems.push({
        severity: 'error',
        code: 'unclosed-block',
        from: name.from,
        to: name.to,
        message: `The block of host ${name.value} is not closed.`,
        expected: 'a line with } after its last line',
      });
    }
    return this.found;
  }

  private begin(words: Words): void {
    this.giveUp();
    const token = words.need('a name and {');
    if (token === null) return;
    const { from, to } = words.statement;
    let name = token.text;
    if (!token.quoted && name.endsWith('{')) name = name.slice(0, -1);
    else if (words.take('{') === null) words.missing('{ at the end of the line');
    words.end();
    if (!isHostName(name)) {
      words.report('bad-value', token, `\`${shown(name)}\` is no name of a host.`, {
        expected: 'a letter, then letters, digits, hyphens and underscores',
      });
    }
    const range = { from: token.from, to: token.from + name.length };
    this.open = { name: at(range, name), head: { from, to }, commands: [], to };
  }

  private close(words: Words): void {
    if (this.open === null) {
      words.report('unknown-command', words.last, 'No block of a host is open here.', {
        expected: 'host NAME { before it',
      });
      words.skip();
      return;
    }
    words.end();
    this.open.to = words.last.to;
    this.keep(this.open);
    this.open = null;
  }

  private giveUp(): void {
    if (this.open === null) return;
    this.unclosed.push(this.open.name);
    this.keep(this.open);
    this.open = null;
  }

  private keep({ name, head, commands, to }: OpenBlock): void {
    this.found.push({ name, head, commands, from: head.from, to });
  }
}
