/**
 * Checks the floors of src: a floor imports only from the floors under it, `vscode` is imported in
 * src/extension alone, Node's modules only where a program meets the machine, and above the stack its values
 * come from its two builds. The capture editor's page takes no values of the engine: it asks for what it
 * shows.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './tools.mjs';

const floors = ['wire', 'capture', 'decode', 'stack', 'config', 'replay', 'debugger', 'webview', 'extension'];
const programs = ['adapter.ts', 'cli.ts'];
const mayUseNode = [/^adapter\.ts$/, /^cli\.ts$/, /^extension\//, /^capture\/files\//];
const ofPage = /^webview\/(page|protocol)\//;
const engine = /^(decode|stack|config|debugger|webview\/model)(\/|$)/;
const importing =
  /^\s*(import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\brequire\(\s*['"]([^'"]+)['"]\s*\)/gm;

const src = join(root, 'src');
const problems = [];
let files = 0;
for (const file of readdirSync(src, { recursive: true })) {
  if (!file.endsWith('.ts')) continue;
  files++;
  const text = readFileSync(join(src, file), 'utf8');
  for (const match of text.matchAll(importing)) {
    const from = match[3] ?? match[4] ?? match[5];
    const line = text.slice(0, match.index).split('\n').length + (match[0].startsWith('\n') ? 1 : 0);
    const problem = judge(file, from, match[2] !== undefined);
    if (problem) problems.push(`src/${file}:${line}: ${problem}`);
  }
}
for (const problem of problems) console.error(problem);
console.log(`${files} files, ${problems.length} imports against the layers`);
process.exit(problems.length ? 1 : 0);

/** What is wrong with `file` importing `from`, or null. */
function judge(file, from, typeOnly) {
  const floor = file.includes('/') ? file.split('/')[0] : file;
  if (from === 'vscode') return floor === 'extension' ? null : 'vscode is imported only in src/extension';
  if (from.startsWith('node:')) {
    return mayUseNode.some(place => place.test(file))
      ? null
      : `${from} is imported; this floor must run in a browser`;
  }
  const build = from.startsWith('#stack/');
  if (!build && !from.startsWith('.')) return null;
  const path = build ? 'stack' : pathOf(file, from);
  const target = floorOf(path);
  if (target === null) return `${from} leads out of src`;
  if (ofPage.test(file) && engine.test(path) && !typeOnly)
    return `${from} is of the engine; the page asks for it`;
  if (programs.includes(floor) || target === floor) return null;
  if (programs.includes(target)) return `${target} is a program; nothing imports it`;
  if (!floors.includes(floor) || !floors.includes(target)) return `${from}: no such floor`;
  if (floors.indexOf(target) > floors.indexOf(floor))
    return `${floor} imports from ${target}, a floor above it`;
  if (target === 'stack' && !build && !typeOnly)
    return `values of the stack come from #stack/running or #stack/recording`;
  return null;
}

/** The path from src that an import means. */
function pathOf(file, from) {
  return relative(src, resolve(src, dirname(file), from))
    .split('\\')
    .join('/');
}

function floorOf(path) {
  return path.startsWith('..') ? null : path.split('/')[0].replace(/^(adapter|cli)$/, '$1.ts');
}
