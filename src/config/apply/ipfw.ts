/** `ipfw` on a host. */
import { errnoText } from '../errno';
import type {
  IpfwAddCommand,
  IpfwCommand,
  IpfwSetCommand,
  IpfwShowCommand,
  IpfwTableCommand,
} from '../nodes';
import { addressText } from '../print/address';
import type { Host, Refusal, StackApi } from './scope';

export function applyRule(stack: StackApi, host: Host, command: IpfwAddCommand): Refusal {
  const { set, action, arg, log, comment, insns, origin } = command;
  const number = command.number?.value ?? nextNumber(stack, host);
  const rule = stack.newIpfwRule({ number, set, action, arg, log, comment, insns, origin });
  const errno = stack.ipfw_add(host, rule);
  return errno === 0 ? null : `Rule ${number} is refused: ${errnoText(errno)}.`;
}

function nextNumber(stack: StackApi, host: Host): number {
  const last = host.ipfw.reduce((most, rule) => Math.max(most, rule.number), 0);
  return stack.ipfw_nextNumber(last, host.ipfwSysctl.autoinc_step);
}

export function applyIpfw(stack: StackApi, host: Host, command: IpfwCommand): Refusal {
  const numbers = new Set(command.numbers.map(number => number.value));
  switch (command.kind) {
    case 'ipfw-flush':
      stack.ipfw_flush(host);
      return null;
    case 'ipfw-zero':
      if (numbers.size === 0) stack.ipfw_zero(host, null);
      for (const number of numbers) stack.ipfw_zero(host, number);
      return null;
    case 'ipfw-delete':
      return applyDelete(stack, host, command, numbers);
  }
}

function applyDelete(
  stack: StackApi,
  host: Host,
  { set }: IpfwCommand,
  numbers: ReadonlySet<number>,
): Refusal {
  if (set !== null) {
    return stack.ipfw_delete_set(host, set.value) === 0 ? null : `There is no rule in set ${set.value}.`;
  }
  for (const number of numbers) {
    if (stack.ipfw_delete(host, number) !== 0) return `There is no rule ${number}.`;
  }
  return null;
}

/** What `ipfw show`, `list` or `table N list` prints on a host. */
export function ipfwLines(
  stack: StackApi,
  host: Host,
  { table, numbers, counts }: IpfwShowCommand,
): string[] {
  return table === null
    ? stack.ipfw_show(
        host,
        numbers.map(number => number.value),
        counts,
      )
    : stack.ipfw_table_show(host, table.value);
}

export function applyTable(stack: StackApi, host: Host, command: IpfwTableCommand): Refusal {
  const { action, prefix, value } = command;
  const table = command.table.value;
  if (prefix === null) {
    stack.ipfw_table_flush(host, table);
    return null;
  }
  const { bytes, prefixlen } = prefix.value;
  if (action === 'add') {
    stack.ipfw_table_add(host, table, { addr: bytes, prefixlen, value });
    return null;
  }
  return stack.ipfw_table_delete(host, table, { addr: bytes, prefixlen })
    ? null
    : `Table ${table} has no ${addressText(prefix.value)}/${prefixlen}.`;
}

export function applySet(stack: StackApi, host: Host, command: IpfwSetCommand): void {
  switch (command.action) {
    case 'switch':
      stack.ipfw_enable_sets(host, bitsOf(command.enable), bitsOf(command.disable));
      break;
    case 'move':
      stack.ipfw_move(host, { set: command.moved.value }, command.into.value);
      break;
    case 'move-rule':
      stack.ipfw_move(host, { rule: command.moved.value }, command.into.value);
      break;
    case 'swap':
      stack.ipfw_swap_sets(host, command.moved.value, command.into.value);
      break;
  }
}

function bitsOf(numbers: readonly number[]): number {
  return numbers.reduce((bits, number) => bits | (1 << number), 0);
}
