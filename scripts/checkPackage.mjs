/**
 * Packs the extension as a release would and checks what came out: no warning, under 1.5 MB, nothing but what
 * users need, and an activation that loads neither the stack nor the decoder.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack, packedReadme } from './pack.mjs';
import { root } from './tools.mjs';

const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
const vsix = join(folder, 'packet-debugger.vsix');
const problems = [];

const { status, said } = pack(['--out', vsix]);
if (status !== 0) problems.push(`vsce package failed:\n${said}`);
else {
  if (/WARNING/i.test(said)) problems.push(`vsce package warned:\n${said}`);
  const size = statSync(vsix).size;
  console.log(`VSIX: ${(size / 1024).toFixed(0)} KB`);
  if (size > 1.5 * 1024 * 1024) problems.push(`the VSIX has ${size} bytes; 1.5 MB is the limit`);
}
if (/!\[|<img/.test(readFileSync(packedReadme, 'utf8')))
  problems.push('the packed README shows pictures that are not in the VSIX');
const main = readFileSync(join(root, 'dist/extension.js'), 'utf8');
console.log(`dist/extension.js: ${(main.length / 1024).toFixed(1)} KB`);
if (main.length > 60 * 1024) problems.push('dist/extension.js is over 60 KB: activation must stay light');
for (const floor of ['decode', 'stack', 'replay', 'debugger']) {
  if (main.includes(`// src/${floor}/`)) problems.push(`dist/extension.js contains src/${floor}`);
}
rmSync(folder, { recursive: true });
for (const problem of problems) console.error(problem);
process.exit(problems.length ? 1 : 0);
