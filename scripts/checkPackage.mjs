/**
 * Packs the extension as a release would and checks what came out: no warning, under 1.5 MB, nothing but what
 * users need, and an activation that loads neither the stack nor the decoder.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, tool } from './tools.mjs';

const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
const vsix = join(folder, 'packet-debugger.vsix');
const problems = [];

const options = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
const packed = spawnSync(tool('vsce'), [...options, '--out', vsix], { cwd: root, encoding: 'utf8' });
const said = `${packed.stdout}${packed.stderr}`;
if (packed.status !== 0) problems.push(`vsce package failed:\n${said}`);
else {
  if (/WARNING/i.test(said)) problems.push(`vsce package warned:\n${said}`);
  const size = statSync(vsix).size;
  console.log(`VSIX: ${(size / 1024).toFixed(0)} KB`);
  if (size > 1.5 * 1024 * 1024) problems.push(`the VSIX has ${size} bytes; 1.5 MB is the limit`);
}
const main = readFileSync(join(root, 'dist/extension.js'), 'utf8');
console.log(`dist/extension.js: ${(main.length / 1024).toFixed(1)} KB`);
if (main.length > 60 * 1024) problems.push('dist/extension.js is over 60 KB: activation must stay light');
for (const floor of ['decode', 'stack', 'replay', 'debugger']) {
  if (main.includes(`// src/${floor}/`)) problems.push(`dist/extension.js contains src/${floor}`);
}
rmSync(folder, { recursive: true });
for (const problem of problems) console.error(problem);
process.exit(problems.length ? 1 : 0);
