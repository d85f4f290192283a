/** Lines about what happens to machines, and what is expected of them, as text. */
import { quote } from '../lexer';
import type { ExpectCommand, FaultCommand, LinkCommand, ReplayCommand, StackTime } from '../nodes';
import { filterText } from './filter';

/** A time as `at` reads it. */
export function timeText(time: StackTime): string {
  const fraction =
    time.nanoseconds === 0 ? '' : `.${String(time.nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
  return time.absolute ? `@${time.seconds}${fraction}` : `${time.seconds}${fraction}s`;
}

export function linkText({ ends, delay }: LinkCommand): string {
  const words = ['link', ...ends.map(end => end.value)];
  if (delay !== 0) words.push('delay', `${delay}ns`);
  return words.join(' ');
}

export function replayText(command: ReplayCommand): string {
  const file = quote(command.file.value, true);
  if (command.on !== null) return `replay ${file} on ${command.on.value}`;
  if (command.map.length === 0) return `replay ${file}`;
  const pairs = command.map.map(({ name, interface: target }) => `${mapName(name.value)} = ${target.value}`);
  return `replay ${file} (${pairs.join(', ')})`;
}

/** A name of a capture's interface: quoted when it holds the signs of the list. */
const mapName = (name: string): string => quote(name, /[(),=]/.test(name));

export function faultText(command: FaultCommand): string {
  const words = [
    'fault',
    ...(command.function === null ? [] : [quote(command.function.value, command.function.value === 'off')]),
  ];
  if (command.errno === null) return [...words, 'off'].join(' ');
  words.push(command.errno.value.name);
  if (command.after !== 0) words.push('after', String(command.after));
  if (command.times === 1) words.push('once');
  else if (command.times !== Number.POSITIVE_INFINITY) words.push(`${command.times} times`);
  if (command.filter !== null) words.push('for', filterText(command.filter.value));
  return words.join(' ');
}

export function expectText(command: ExpectCommand): string {
  if (command.what !== 'frame') {
    const name = command.what === 'counter' ? `counter ${quote(command.name.value)}` : command.name.value;
    const comparison = command.comparison === '==' ? '' : `${command.comparison} `;
    return `expect ${name} ${comparison}${command.value.value}`;
  }
  const words = ['expect frame', String(command.frame.value)];
  if (command.capture !== null) words.push('in', quote(command.capture.value, true));
  if (command.verdict !== null) words.push(command.verdict.value);
  for (const word of ['at', 'through'] as const) {
    const name = command[word];
    if (name !== null)
      words.push(word, quote(name.decision.value + (name.outcome === null ? '' : `=${name.outcome.value}`)));
  }
  if (command.sends !== null) words.push('sends', command.sends.value);
  if (command.on !== null) words.push('on', command.on.value);
  return words.join(' ');
}
