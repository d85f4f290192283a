/** The test files by their names in `test`, in the runs that `npm test` makes of them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.mjs';

const inEditor = file => /^vscode\/[^/]+$/.test(file);
const ofPage = file => /^webview\/[^/]+$/.test(file);

/** Those that need no browser: together they reach every outcome of the engine, so they share a process. */
export function engineTests() {
  return testFiles().filter(file => !inEditor(file) && !ofPage(file));
}

/** Those of the capture editor's page alone, in Chromium. */
export function pageTests() {
  return testFiles().filter(ofPage);
}

/** Those of the real VS Code in Chromium. */
export function editorTests() {
  return testFiles().filter(inEditor);
}

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.endsWith('.test.ts'))
    .sort();
}
