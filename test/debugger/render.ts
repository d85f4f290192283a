/** Messages of the protocol as text for people: short things on one line, long ones one thing a line. */
import * as running from '#stack/running';
import { nameOfLine } from './enginePlaces';

const WIDTH = 150;

const settings = Object.keys(running.sysctls).length;

/** A value at an indentation. */
export function render(value: unknown, indent = 0): string {
  const short = inline(value);
  if (short !== null && indent + short.length <= WIDTH) return short;
  const pad = ' '.repeat(indent);
  if (typeof value === 'string' && hasLines(value)) {
    return ['|', ...value.split('\n').map(line => `${pad}  ${line}`.trimEnd())].join('\n');
  }
  if (Array.isArray(value)) {
    return value.map(one => `\n${pad}- ${render(one, indent + 2).replace(/^\n\s*/, '')}`).join('');
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Object.entries(value)
    .map(([key, one]) => {
      const text = render(one, indent + 2);
      return `\n${pad}${key}:${text.startsWith('\n') ? '' : ' '}${text}`;
    })
    .join('');
}

/** A value on one line; null when it has lines of its own. */
function inline(value: unknown): string | null {
  if (typeof value === 'string') return hasLines(value) ? null : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(JSON.stringify(value));
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([key, one]) => {
    const text = inline(one);
    return text === null ? null : isList ? text : `${key}: ${text}`;
  });
  if (parts.includes(null)) return null;
  if (parts.length === 0) return isList ? '[]' : '{}';
  return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}

function hasLines(text: string): boolean {
  return text.trimEnd().includes('\n');
}

/**
 * What changes whenever the engine grows, by what it is: the engine's lines by what stands on them, the count
 * of settings as the one of all.
 *
 * @param file the engine's file that the message is about
 */
export function steady(value: unknown, file: string | null): unknown {
  if (typeof value === 'string') return steadyText(value, file);
  if (Array.isArray(value)) return value.map(one => steady(one, file));
  if (typeof value !== 'object' || value === null) return value;
  const here = fileOf(value) ?? file;
  const isSettings = 'name' in value && value.name === 'Settings';
  const entries = Object.entries(value).map(([key, one]) => {
    const isLine = here !== null && typeof one === 'number' && (key === 'line' || key === 'endLine');
    if (isSettings && key === 'indexedVariables' && one === settings)
      return [key, 'of all settings'] as const;
    return [key, isLine ? nameOfLine(here, one) : steady(one, here)] as const;
  });
  return Object.fromEntries(entries);
}

/** The engine's file that a message names as its source, null for none. */
export function fileOf(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('source' in message)) return null;
  const { source } = message;
  const path = typeof source === 'object' && source !== null && 'path' in source ? source.path : null;
  return typeof path === 'string' && path.startsWith('engine:/') ? path.slice('engine:/'.length) : null;
}

function steadyText(text: string, file: string | null): string {
  const placed = text.replace(
    /(stack\/[\w/]+\.ts):(\d+)/g,
    (_, name: string, line: string) => `${name} ${nameOfLine(name, Number(line))}`,
  );
  if (file === null) return placed;
  return placed.replace(/\bline (\d+)/g, (_, line: string) => `line ${nameOfLine(file, Number(line))}`);
}
