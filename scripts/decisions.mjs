/**
 * Finds where each decision of the stack is declared and taken, so that no line number is ever typed by hand.
 * Throws when an id is taken nowhere or in two places.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const declared = /const (\w+)(?:: [^=]+)? = decision\(\s*'([^']+)'/g;
const taken = /\bdecide\(\s*\w+,\s*(\w+)\s*,/g;

/**
 * Places of all decisions under `root`/src/stack: `{ id: { path, line, declared } }`, paths from `root`,
 * lines 1-based.
 */
export function findDecisions(root) {
  const places = {};
  const problems = [];
  for (const file of readdirSync(join(root, 'src/stack'), { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const full = join(root, 'src/stack', file);
    const path = relative(root, full).split('\\').join('/');
    const text = readFileSync(full, 'utf8').replace(/\/\*[\s\S]*?\*\//g, comment =>
      comment.replace(/[^\n]/g, ' '),
    );
    const lineAt = index => text.slice(0, index).split('\n').length;
    const ids = new Map();
    for (const match of text.matchAll(declared)) {
      ids.set(match[1], { id: match[2], line: lineAt(match.index), taken: [] });
    }
    for (const match of text.matchAll(taken)) ids.get(match[1])?.taken.push(lineAt(match.index));
    for (const { id, line, taken: lines } of ids.values()) {
      if (id in places) problems.push(`${id} is declared in ${places[id].path} and in ${path}`);
      if (lines.length !== 1) {
        problems.push(
          `${id} (${path}:${line}) is taken in ${lines.length} places${lines.length ? `: lines ${lines}` : ''}`,
        );
      }
      places[id] = { path, line: lines[0] ?? line, declared: line };
    }
  }
  if (problems.length)
    throw new Error(`decisions must be taken in exactly one place:\n  ${problems.join('\n  ')}`);
  return places;
}

const entered = /\benter\(\s*\w+,\s*'([^']+)'/g;

/**
 * Where each kernel function of src/stack is entered: `{ name: { path, line } }`, paths from `root`, lines
 * 1-based.
 */
export function findFunctions(root) {
  const places = {};
  for (const file of readdirSync(join(root, 'src/stack'), { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(root, 'src/stack', file), 'utf8');
    const path = relative(root, join(root, 'src/stack', file))
      .split('\\')
      .join('/');
    for (const match of text.matchAll(entered)) {
      places[match[1]] ??= { path, line: text.slice(0, match.index).split('\n').length };
    }
  }
  return places;
}
