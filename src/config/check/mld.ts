/** Checks of `mld` lines. */
import type { MldCommand } from '../nodes';
import type { Checker } from './checker';

export function checkMld(checker: Checker, command: MldCommand): void {
  if (!checker.known(command.interface)) return;
  const { group } = command;
  if (command.action === 'join' && checker.model.interfaces.get(command.interface.value)?.inet6 === false) {
    checker.report.error(
      'contradiction',
      command.interface,
      `${command.interface.value} has no IPv6 address yet, and before its first one it can join no group.`,
      `a line \`ifconfig ${command.interface.value} inet6 …\` before this one`,
    );
  }
  if (group !== null && group.value.zone !== null && group.value.zone !== command.interface.value) {
    checker.report.error(
      'contradiction',
      group,
      `The group names ${group.value.zone}, the line ${command.interface.value}.`,
      `%${command.interface.value} or nothing`,
    );
  }
  if (command.action === 'query' || command.action === 'report') {
    checker.report.error(
      'not-simulated',
      command,
      `\`mld ${command.action}\` is not simulated yet.`,
      'mld join or mld leave',
    );
  }
}
