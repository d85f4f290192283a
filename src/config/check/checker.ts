/**
 * What the checks of single lines share: the machine so far, every interface and capture of the file, and the
 * report.
 */

import { bridge_clone_create, counterNames, createHost, type Host } from '#stack/running';
import { baseName } from '../fileName';
import { kernelOf, type Machine } from '../machine';
import type { MachineCommand, StackDocument } from '../nodes';
import type { Range, Ranged } from '../text';
import { unitOf } from '../unit';
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
  private cloned: Host | null = null;
  /** `replay` lines so far. */
  replays = 0;
  /** `capture` lines that begin one so far. */
  captureLines = 0;
  /** `fault` lines with a filter so far. */
  filteredFaults = 0;
  /** `divert` lines with a filter so far. */
  filteredDiverts = 0;
  readonly kernel: Machine['kernel'];
  /** Counters of a machine that has lo0 and a bridge, whose interfaces stand for all others. */
  private readonly counters: readonly string[];

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
    this.counters = countersOf(this.kernel);
    for (const command of document.commands) {
      if (command.kind === 'ifconfig') this.names.add(command.interface.value);
      if (command.kind === 'at') this.timed.add(command.command);
      if (command.kind === 'at' && command.command.kind === 'ifconfig' && setsUp(command.command)) {
        this.names.add(command.command.interface.value);
      }
      if (command.kind === 'replay') this.captures.add(baseName(command.file.value));
    }
  }

  /** A machine that has the tunnels and bridges of the lines so far, and nothing else. */
  get clones(): Host {
    this.cloned ??= createHost({ io: { output: () => {} } });
    return this.cloned;
  }

  /** Counters that are not of an interface. */
  get hostCounters(): string[] {
    return this.counters.filter(name => !name.startsWith('if.'));
  }

  /** Counters of an interface by their full names; bridges have more than others. */
  interfaceCounters(name: string): string[] {
    const like = unitOf('bridge', name) === null ? 'lo0' : 'bridge0';
    return this.counters
      .filter(counter => counter.startsWith(`if.${like}.`))
      .map(counter => counter.replace(`if.${like}.`, `if.${name}.`));
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

/** The counters of a machine that has lo0 and a bridge: every interface has those of lo0. */
function countersOf(kernel: Machine['kernel']): string[] {
  const host = createHost({ kernel, io: { output: () => {} } });
  bridge_clone_create(host, 0);
  return counterNames(host);
}
