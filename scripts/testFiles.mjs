/** The test files by their names in `test`, in the two runs that `npm test` makes side by side. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.mjs';

const inBrowser = file => /^(webview|vscode)\/[^/]+$/.test(file);

/** Those that need no browser: together they reach every outcome of the engine, so they share a process. */
export function engineTests() {
  return testFiles().filter(file => !inBrowser(file));
}

/** Those that drive Chromium. The real VS Code comes last, when the other run no longer takes much of the machine. */
export function browserTests() {
  return testFiles().filter(inBrowser).reverse();
}

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.endsWith('.test.ts'))
    .sort();
}
