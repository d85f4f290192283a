/** Checks of `ipfw` lines. */
import type { IpfwAddCommand, IpfwCommand } from '../nodes';
import { IPFW_DEFAULT_RULE } from '../parse/ipfw';
import type { Ranged } from '../text';
import { oneOf } from '../words';
import type { Checker } from './checker';

/** Rules that lines may add, a list of addresses counted as one for each pair: every packet is held against all of them. */
const RULES_MAX = 65_536;

export function checkRule(checker: Checker, command: IpfwAddCommand): void {
  const { model, report } = checker;
  const number = command.number?.value ?? Math.min(model.lastRule + 100, IPFW_DEFAULT_RULE - 1);
  model.ruleCount += command.src.length * command.dst.length;
  if (model.ruleCount > RULES_MAX) {
    report.error('out-of-range', command, 'This is one rule too many.', `${RULES_MAX} rules at most`);
    return;
  }
  model.rules.set(number, (model.rules.get(number) ?? 0) + 1);
  model.lastRule = Math.max(model.lastRule, number);
  const ends = [...command.src, ...command.dst];
  if (command.protocol.value.family === 'inet' || ends.some(end => end.value.prefix?.family === 'inet')) {
    report.information(command, 'IPv4 is not simulated yet: the rule is kept without effect.');
  }
  for (const name of [command.recv, command.xmit, command.via]) {
    if (name !== null) checkPattern(checker, name);
  }
}

/** A rule may name an interface that comes later, but not one that never comes. */
function checkPattern({ names, report }: Checker, name: Ranged<string>): void {
  const pattern = name.value;
  const matches = pattern.endsWith('*')
    ? [...names].some(known => known.startsWith(pattern.slice(0, -1)))
    : names.has(pattern);
  if (!matches)
    report.warning(
      'unknown-interface',
      name,
      `No interface is named ${pattern}: the rule never matches.`,
      oneOf(names),
    );
}

export function checkIpfw({ model, report }: Checker, command: IpfwCommand): void {
  if (command.kind === 'ipfw-flush') {
    model.rules.clear();
    model.ruleCount = 0;
    model.lastRule = 0;
    return;
  }
  for (const number of command.numbers) {
    const found =
      command.kind === 'ipfw-delete' ? model.rules.delete(number.value) : model.rules.has(number.value);
    if (!found)
      report.error(
        'rule-missing',
        number,
        `There is no rule ${number.value} here.`,
        'the number of a rule that a line before adds',
      );
  }
  model.lastRule = Math.max(0, ...model.rules.keys());
}
