/** `divert` lines as text. */
import { formatIpv4 } from '../../wire/address';
import { quote } from '../lexer';
import type { DivertAnswer, DivertCommand } from '../nodes';
import { filterText } from './filter';

export function divertText({ port, answers, filter }: DivertCommand): string {
  const text = `divert ${port.value} ${answers.map(answerText).join(' then ')}`;
  return filter === null ? text : `${text} for ${filterText(filter.value)}`;
}

function answerText({ action, delay, cookie, address, name, copies, values, mend }: DivertAnswer): string {
  const words = [action as string];
  if (delay !== 0) words.push('after', `${delay}ns`);
  if (cookie !== null) words.push('cookie', String(cookie));
  if (address !== null) words.push('address', formatIpv4(address.value.bytes));
  if (name !== null) words.push('name', quote(name.value));
  if (copies !== 1) words.push('times', String(copies));
  if (values.length > 0) {
    const each = values.map(({ field, value }) => `${valueText(field.value)} = ${valueText(value.value)}`);
    words.push('set', each.join(', '));
  }
  if (!mend) words.push('unmended');
  return words.join(' ');
}

/** Signs in a text would be taken for those of the list. */
const valueText = (text: string): string => quote(text, /[,=]/.test(text));
