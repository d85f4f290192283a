/** `sysctl NAME=VALUE…` (FreeBSD sysctl(8)). Which names there are is checked later: see checks/sysctl.ts. */
import type { Token } from '../lexer';
import type { SysctlCommand } from '../nodes';
import { at, readNumber } from '../values';
import { shown, type Words } from '../words';

export function parseSysctl(words: Words): SysctlCommand | null {
  while (words.take('-w', '-n', '-q') !== null);
  const settings: SysctlCommand['settings'][number][] = [];
  const first = words.peek();
  if (first !== null && /^-[abdehiNnoqxX]+$/.test(first.text)) {
    words.report('only-prints', first, `\`sysctl ${first.text}\` only prints.`, { expected: 'NAME=VALUE' });
    return null;
  }
  if (first === null) words.missing('NAME=VALUE');
  for (let token = words.next(); token !== null; token = words.next()) {
    const setting = readSetting(words, token);
    if (setting !== null) settings.push(setting);
  }
  if (settings.length === 0) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'sysctl', ...range, origin: words.origin(range), settings };
}

function readSetting(words: Words, token: Token): SysctlCommand['settings'][number] | null {
  const equals = token.text.indexOf('=');
  if (equals < 0 || token.quoted) {
    const next = words.peek();
    if (next?.text.startsWith('=')) {
      words.next();
      const value = next.text === '=' ? words.next() : { ...next, text: next.text.slice(1) };
      words.report('bad-value', { from: token.from, to: words.last.to }, 'There are spaces around the `=`.', {
        expected: 'none',
        suggestion: `${token.text}=${value?.text ?? ''}`,
      });
      return null;
    }
    words.report('only-prints', token, `\`sysctl ${shown(token.text)}\` only prints.`, {
      expected: `${shown(token.text)}=VALUE`,
    });
    return null;
  }
  const name = { ...token, text: token.text.slice(0, equals), to: token.from + equals };
  const value = { ...token, text: token.text.slice(equals + 1), from: token.from + equals + 1 };
  if (value.text === '') {
    words.report('missing-word', name, `Something is missing after \`${shown(name.text)}=\`.`, {
      expected: 'a value',
    });
    return null;
  }
  const number = readNumber(words, value, 'a value', -0x80000000, 0xffffffff);
  return number === null ? null : { name: at(name, name.text), value: number };
}
