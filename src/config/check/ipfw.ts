/** Checks of `ipfw` lines. */
import { IPFW_DEFAULT_RULE, ipfw_nextNumber } from '#stack/running';
import type { IpfwAddCommand, IpfwCommand, IpfwShowCommand } from '../nodes';
import type { Ranged } from '../text';
import { oneOf } from '../words';
import type { Checker } from './checker';

/**
 * Rules that lines may add, each address of a list counted as one: every packet is held against all of them.
 */
const RULES_MAX = 65_536;

export function checkRule(checker: Checker, command: IpfwAddCommand): void {
  const { model, report } = checker;
  const number = command.number?.value ?? ipfw_nextNumber(model.lastRule, model.autoincStep);
  model.ruleCount += weight(command);
  if (model.ruleCount > RULES_MAX) {
    report.error('out-of-range', command, 'This is one rule too many.', `${RULES_MAX} rules at most`);
    return;
  }
  model.rules.set(number, (model.rules.get(number) ?? 0) + 1);
  model.lastRule = Math.max(model.lastRule, number);
  if (command.action === 'skipto' && command.number !== null && command.arg <= number) {
    report.warning(
      'contradiction',
      command,
      `A rule skips only to a later one: this one goes on behind itself.`,
      `a number above ${number}`,
    );
  }
  for (const name of command.interfaces) checkPattern(checker, name);
}

function weight({ insns }: IpfwAddCommand): number {
  const listed = insns.reduce((sum, { match }) => sum + ('list' in match ? match.list.length - 1 : 0), 0);
  return 1 + listed;
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

export function checkIpfw({ model, report }: Checker, command: IpfwCommand | IpfwShowCommand): void {
  if (command.kind === 'ipfw-flush') {
    model.rules.clear();
    model.ruleCount = 0;
    model.lastRule = 0;
    return;
  }
  // Which rules a set holds is known when the line is carried out.
  for (const number of command.numbers) {
    const found =
      number.value === IPFW_DEFAULT_RULE ||
      (command.kind === 'ipfw-delete' ? model.rules.delete(number.value) : model.rules.has(number.value));
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
