/** What the checks of single lines share: the machine so far, every interface and capture of the file, and the report. */
import { counterNames, createHost, type Host } from '#stack/running';
import { baseName } from '../fileName';
import { kernelOf, type Machine } from '../machine';
import type { MachineCommand, StackDocument } from '../nodes';
import type { Range, Ranged } from '../text';
import { oneOf, shown } from '../words';
import { Model, setsUp } from './model';
import { Report } from './report';

/** A check under way. */
export class Checker {
  readonly report = new Report();
  readonly model: Model;
  /** Every interface that any line sets up. */
  readonly names = new Set<string>(['lo0']);
  /** Base names of the captures that are replayed. */
  readonly captures = new Set<string>();
  /** Commands of `at` lines. */
  readonly timed = new Set<MachineCommand>();
  /** MTUs too small for IPv6, by their places. */
  readonly smallMtus = new Set<Range>();
  /** A machine that has the tunnels of the lines so far, and nothing else; null before the first. */
  tunnels: Host | null = null;
  /** `replay` lines so far. */
  replays = 0;
  /** `capture` lines that begin one so far. */
  captureLines = 0;
  /** `fault` lines with a filter so far. */
  filteredFaults = 0;
  readonly kernel: Machine['kernel'];
  /** Names that `expect counter` may use, those of interfaces as `if.IF.member`. */
  readonly counterNames: readonly string[];

  /**
   * @param host name of the machine's block, empty in a file that describes one machine
   * @param number of the machine among those of the file
   */
  constructor(
    document: StackDocument,
    readonly host = '',
    number = 0,
  ) {
    this.model = new Model(number);
    this.kernel = kernelOf(document);
    this.counterNames = counterNamesOf(this.kernel);
    for (const command of document.commands) {
      if (command.kind === 'ifconfig') this.names.add(command.interface.value);
      if (command.kind === 'at') this.timed.add(command.command);
      if (command.kind === 'at' && command.command.kind === 'ifconfig' && setsUp(command.command)) {
        this.names.add(command.command.interface.value);
      }
      if (command.kind === 'replay') this.captures.add(baseName(command.file.value));
    }
  }

  /** True when the interface exists at this line; else reports it. */
  known(name: Ranged<string>): boolean {
    if (this.model.interfaces.has(name.value)) return true;
    if (!this.names.has(name.value)) return this.anyInterface(name);
    this.report.error(
      'interface-later',
      name,
      `${name.value} does not exist yet at this line.`,
      `\`ifconfig ${name.value}\` before it`,
    );
    return false;
  }

  /** True when the interface exists at any time; else reports it. */
  readonly anyInterface = (name: Ranged<string>): boolean => {
    if (this.names.has(name.value)) return true;
    const expected =
      this.names.size > 1 ? oneOf(this.names) : `a line \`ifconfig ${shown(name.value)} …\` that sets it up`;
    this.report.error(
      'unknown-interface',
      name,
      `There is no interface ${shown(name.value)}.`,
      expected,
      this.report.suggest(name.value, this.names),
    );
    return false;
  };
}

function counterNamesOf(kernel: Machine['kernel']): string[] {
  const host = createHost({ kernel, io: { output: () => {} } });
  // lo0 is the one interface that every machine has; all have the same counters.
  return counterNames(host).map(name => name.replace('if.lo0.', 'if.IF.'));
}
