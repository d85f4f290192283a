/**
 * Checks of what lies between the machines of a file with several: blocks, links, and the lines outside the
 * blocks.
 */
import { isMachineCommand, linksOf } from '../machine';
import type { Command, ExpectCommand, HostBlock, LinkCommand, StackDocument } from '../nodes';
import type { Range, Ranged } from '../text';
import { placedInterface } from '../values';
import { oneOf, shown } from '../words';
import { Checker } from './checker';
import { Report } from './report';
import { checkExpect, checkReplay } from './scenario';

/** Machines of one file: each has a table of everything. */
const HOSTS_MAX = 64;

type CounterExpectation = Extract<ExpectCommand, { what: 'counter' | 'verdict' }>;

/** A check of all machines together. */
export class Network {
  readonly report = new Report();
  private readonly names: readonly string[];

  constructor(private readonly document: StackDocument) {
    this.names = document.hosts.map(block => block.name.value);
  }

  /** @param checkers one for each block, after it has looked at its machine */
  check(checkers: readonly Checker[]): void {
    const { document } = this;
    this.checkBlocks(document.hosts);
    this.checkPlaces(document);
    const ends = new Map<string, Ranged<string>>();
    for (const link of linksOf(document)) this.checkLink(link, checkers, ends);
    const shared = this.sharedChecker(checkers);
    for (const command of outside(document)) {
      if (command.kind === 'replay') checkReplay(shared, command);
      else if (command.kind === 'expect' && command.what === 'counter') this.checkCounter(command, checkers);
      else if (command.kind === 'expect') checkExpect(shared, command);
    }
    this.report.problems.push(...shared.report.problems);
    this.checkReached(checkers, ends);
  }

  private checkBlocks(hosts: readonly HostBlock[]): void {
    const seen = new Set<string>();
    for (const [k, { name }] of hosts.entries()) {
      if (seen.has(name.value)) {
        this.report.error(
          'host-exists',
          name,
          `There is a host ${shown(name.value)} already.`,
          'another name',
        );
      }
      seen.add(name.value);
      if (k === HOSTS_MAX)
        this.report.error('out-of-range', name, 'This is one host too many.', `${HOSTS_MAX} hosts at most`);
    }
  }

  /** What belongs to one machine stands in a block, what belongs to all of them outside. */
  private checkPlaces(document: StackDocument): void {
    for (const command of outside(document)) {
      if (isMachineCommand(command) || ['at', 'options', 'hostname'].includes(command.kind)) {
        this.report.error(
          'misplaced-line',
          command,
          'In a file with hosts this line belongs to one of them.',
          `the line in the block of ${oneOf(this.names)}`,
        );
      }
    }
    for (const { commands } of document.hosts) {
      for (const command of commands) {
        const counts = command.kind === 'expect' && command.what === 'verdict';
        if (!counts && !['seed', 'replay', 'link'].includes(command.kind)) continue;
        this.report.error(
          'misplaced-line',
          command,
          'This line is about all hosts together.',
          'the line outside the blocks',
        );
      }
    }
  }

  private checkLink(
    { ends }: LinkCommand,
    checkers: readonly Checker[],
    taken: Map<string, Ranged<string>>,
  ): void {
    const pointToPoint: boolean[] = [];
    for (const end of ends) {
      if (taken.has(end.value)) {
        this.report.error(
          'link-end-twice',
          end,
          `${shown(end.value)} is on a link already.`,
          'each interface on one link',
        );
      }
      taken.set(end.value, end);
      const checker = this.hostOf(end, checkers);
      const { name } = placedInterface(end.value);
      if (checker === null || !this.hasInterface(checker, end)) continue;
      const found = checker.model.interfaces.get(name);
      if (found?.loopback === true)
        this.report.error(
          'contradiction',
          end,
          `${name} leads back to its own host.`,
          'an interface such as em0',
        );
      else if (found !== undefined) pointToPoint.push(found.pointToPoint);
    }
    if (pointToPoint.some(each => each !== pointToPoint[0]) || (pointToPoint[0] && pointToPoint.length > 2)) {
      this.report.error(
        'contradiction',
        range(ends),
        'A link is Ethernet for all its ends, or it has two ends that are point-to-point.',
        'interfaces of one kind',
      );
    }
  }

  /** A counter is of one host, which stands before its name. */
  private checkCounter(command: CounterExpectation, checkers: readonly Checker[]): void {
    const { from, to, value } = command.name;
    const checker = this.hostOf(command.name, checkers);
    if (checker === null) return;
    const name = { value: value.slice(checker.host.length + 1), from: from + checker.host.length + 1, to };
    checkExpect(checker, { ...command, name });
  }

  private hostOf(end: Ranged<string>, checkers: readonly Checker[]): Checker | null {
    const { host } = placedInterface(end.value);
    const found = checkers.find(checker => checker.host === host);
    if (found !== undefined) return found;
    const place = { value: host, from: end.from, to: end.from + host.length };
    if (host === '') {
      this.report.error(
        'unknown-host',
        end,
        `${shown(end.value)} does not tell its host.`,
        `the host and a dot before it, as in ${this.names[0]}.${shown(end.value)}`,
      );
    } else this.report.unknown('unknown-host', place, 'There is no host {}.', this.names, oneOf(this.names));
    return null;
  }

  private hasInterface(checker: Checker, end: Ranged<string>): boolean {
    const { name } = placedInterface(end.value);
    if (checker.names.has(name)) return true;
    const from = end.to - name.length;
    this.report.unknown(
      'unknown-interface',
      { value: name, from, to: end.to },
      `${checker.host} has no interface {}.`,
      checker.names,
      oneOf(checker.names),
    );
    return false;
  }

  /** A checker of the lines outside: its interfaces are those of all hosts. */
  private sharedChecker(checkers: readonly Checker[]): Checker {
    const { document } = this;
    const shared = new Checker({ ...document, commands: outside(document), hosts: [] });
    shared.names.clear();
    for (const checker of checkers) {
      for (const name of checker.names) shared.names.add(`${checker.host}.${name}`);
    }
    return shared;
  }

  /** An interface with an address that nothing ever arrives at is hardly meant. */
  private checkReached(checkers: readonly Checker[], ends: ReadonlyMap<string, unknown>): void {
    const replays = this.document.commands.filter(command => command.kind === 'replay');
    // A capture without names of interfaces may arrive anywhere.
    if (replays.length === 0 || replays.some(({ on, map }) => on === null && map.length === 0)) return;
    const reached = new Set(replays.flatMap(({ on, map }) => [on, ...map.map(pair => pair.interface)]));
    const names = new Set([...reached].map(name => name?.value));
    for (const { host, model } of checkers) {
      for (const [name, found] of model.interfaces) {
        const place = `${host}.${name}`;
        if (found.loopback || found.addresses.size === 0 || ends.has(place) || names.has(place)) continue;
        const line = this.lineOf(host, name);
        if (line === null) continue;
        this.report.warning(
          'unlinked-interface',
          line,
          `Nothing arrives on ${place}: no link has it as an end, and no capture is replayed on it.`,
          `a line such as link ${place} …`,
        );
      }
    }
  }

  /**
   * The interface's name in the first line that sets it up; null for one that another line makes, and for
   * tunnels.
   */
  private lineOf(host: string, name: string): Range | null {
    const block = this.document.hosts.find(each => each.name.value === host);
    for (const command of block?.commands ?? []) {
      if (command.kind !== 'ifconfig' || command.interface.value !== name) continue;
      return /^(etherip|bridge|iptap|gif)\d/.test(name) ? null : command.interface;
    }
    return null;
  }
}

/** The lines outside all blocks. */
function outside({ commands, hosts }: StackDocument): Command[] {
  const within = new Set<Command>(hosts.flatMap(block => block.commands));
  return commands.filter(command => !within.has(command));
}

const range = (ends: readonly Ranged<string>[]): Range => ({
  from: ends[0].from,
  to: ends[ends.length - 1].to,
});
