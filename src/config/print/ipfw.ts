/** `ipfw` lines as text. */
import { ruleText } from '#stack/running';
import { quote } from '../lexer';
import type {
  IpfwAddCommand,
  IpfwCommand,
  IpfwSetCommand,
  IpfwShowCommand,
  IpfwTableCommand,
} from '../nodes';
import { prefixText } from './address';

export function ipfwRuleText(command: IpfwAddCommand): string {
  const number = command.number === null ? '' : ` ${command.number.value}`;
  const words = command.comment === '' ? [] : ['//', ...command.comment.split(' ').map(word => quote(word))];
  return [`ipfw add${number} ${ruleText(command)}`, ...words].join(' ');
}

export function ipfwText({ kind, numbers, set }: IpfwCommand): string {
  const which = set === null ? numbers.map(number => number.value) : ['set', set.value];
  return [`ipfw ${kind.slice(5)}`, ...which].join(' ');
}

export function ipfwShowText({ counts, numbers, table: of }: IpfwShowCommand): string {
  if (of !== null) return `ipfw table ${of.value} list`;
  return ['ipfw', counts ? 'show' : 'list', ...numbers.map(number => number.value)].join(' ');
}

export function ipfwTableText({ table: number, action, prefix, value }: IpfwTableCommand): string {
  const words = ['ipfw table', number.value, action];
  if (prefix !== null) words.push(prefixText(prefix.value));
  if (value !== 0) words.push(value);
  return words.join(' ');
}

export function ipfwSetText(command: IpfwSetCommand): string {
  switch (command.action) {
    case 'switch': {
      const enable = command.enable.length === 0 ? [] : ['enable', ...command.enable];
      const disable = command.disable.length === 0 ? [] : ['disable', ...command.disable];
      return ['ipfw set', ...enable, ...disable].join(' ');
    }
    case 'swap':
      return `ipfw set swap ${command.moved.value} ${command.into.value}`;
    default: {
      const what = command.action === 'move-rule' ? 'move rule' : 'move';
      return `ipfw set ${what} ${command.moved.value} to ${command.into.value}`;
    }
  }
}
