/** Checks of `mld` lines. */
import type { Address, MldCommand } from '../nodes';
import type { Ranged } from '../text';
import type { Checker } from './checker';

export function checkMld(checker: Checker, command: MldCommand): void {
  if (!checker.known(command.interface)) return;
  const { group, source } = command;
  if (command.action === 'join' && checker.model.interfaces.get(command.interface.value)?.inet6 === false) {
    checker.report.error(
      'contradiction',
      command.interface,
      `${command.interface.value} has no IPv6 address yet, and before its first one it can join no group.`,
      `a line \`ifconfig ${command.interface.value} inet6 …\` before this one`,
    );
  }
  checkZone(checker, command, group, 'group');
  checkZone(checker, command, source, 'sender');
  const arrives = command.action === 'query' || command.action === 'report';
  if (arrives && !checker.timed.has(command)) {
    checker.report.error(
      'not-at-time',
      command,
      'A message from a neighbour arrives at some time.',
      `\`at 1s mld ${command.action} …\``,
    );
  }
}

/** An address that names an interface names that of the line. */
function checkZone(
  checker: Checker,
  command: MldCommand,
  address: Ranged<Address> | null,
  what: 'group' | 'sender',
): void {
  const zone = address?.value.zone ?? null;
  if (address === null || zone === null || zone === command.interface.value) return;
  checker.report.error(
    'contradiction',
    address,
    `The ${what} names ${zone}, the line ${command.interface.value}.`,
    `%${command.interface.value} or nothing`,
  );
}
