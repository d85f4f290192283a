/** Checks of `sysctl`, `setkey`, `ipfw` and `mld` lines. */
import { sysctls } from '#stack/running';
import type { IpfwAddCommand, IpfwCommand, MldCommand, SaCommand, SpdCommand, SysctlCommand } from '../nodes';
import { IPFW_DEFAULT_RULE } from '../parse/ipfw';
import type { Ranged } from '../text';
import { oneOf } from '../words';
import { selectorKey } from './model';
import type { Checker } from './stack';

export function checkSysctl({ report }: Checker, command: SysctlCommand): void {
  for (const { name, value } of command.settings) {
    const found = Object.hasOwn(sysctls, name.value) ? sysctls[name.value] : undefined;
    if (found === undefined) {
      report.unknown(
        'unknown-sysctl',
        name,
        'There is no setting {}.',
        Object.keys(sysctls),
        'a name such as net.inet6.ip6.forwarding',
      );
    } else if (found.readonly) {
      report.error('read-only-sysctl', name, `${name.value} can only be read.`, 'another setting');
    } else if (value.value < found.min || value.value > found.max) {
      report.error(
        'out-of-range',
        value,
        `${value.value} is out of range for ${name.value}.`,
        `a number from ${found.min} to ${found.max}`,
      );
    }
  }
}

export function checkPolicy({ model, report, kernel }: Checker, command: SpdCommand): void {
  const src = command.src.value;
  const dst = command.dst.value;
  if (src.family === 'inet') {
    report.information(command, 'IPv4 is not simulated yet: the policy is kept without effect.');
    return;
  }
  const { protocol, type, code } = command.upper.value;
  const key = selectorKey(
    src,
    type === 0 ? src.port : type,
    dst,
    code === 0 ? dst.port : code,
    protocol,
    command.direction,
  );
  if (command.kind === 'spddelete') {
    if (!model.policies.delete(key)) {
      report.error(
        'policy-missing',
        command,
        'There is no policy of exactly this selector here.',
        'source, destination, protocol and direction of a line before',
      );
    }
    return;
  }
  if (model.policies.has(key)) {
    report.error(
      'policy-exists',
      command,
      'There is a policy of exactly this selector already: File exists.',
      'another selector',
    );
  }
  model.policies.add(key);
  if (!kernel.ipsec)
    report.warning(
      'contradiction',
      command,
      'The kernel has no IPsec (nooptions IPSEC): no policy is ever looked at.',
    );
  for (const end of [command.src, command.dst]) {
    if (end.value.port !== 0 && protocol !== 58) {
      report.warning(
        'contradiction',
        end,
        'Ports are not looked at when packets are forwarded: no forwarded packet matches this.',
      );
    }
  }
}

export function checkAssociation({ report }: Checker, command: SaCommand): void {
  report.information(
    command,
    'Associations have no effect yet: packets that need one are dropped, with that reason.',
  );
}

export function checkRule(checker: Checker, command: IpfwAddCommand): void {
  const { model, report } = checker;
  const number = command.number?.value ?? Math.min(model.lastRule + 100, IPFW_DEFAULT_RULE - 1);
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

export function checkMld(checker: Checker, command: MldCommand): void {
  if (!checker.known(command.interface)) return;
  const { group } = command;
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
  if (command.delay !== null)
    checker.report.information(
      command.delay,
      'Reports are not simulated yet: the delay is kept without effect.',
    );
}
