/**
 * `node scripts/fingerprints.mjs FOLDER`: writes src/debugger/kernel/fingerprints.ts from the kernel files in
 * FOLDER: of each file and each line at which a decision's mirrored range begins, a hash. Nothing else of
 * those files is kept. To be run when decisions mirror other lines.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './tools.mjs';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name the folder with the kernel files: node scripts/fingerprints.mjs FOLDER');
  process.exit(2);
}
const { outputFiles } = await build({
  entryPoints: [join(root, 'src/debugger/kernel/fingerprint.ts')],
  format: 'esm',
  write: false,
});
const { fingerprint } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
const decisions = JSON.parse(readFileSync(join(root, 'dist/decisions.json'), 'utf8'));
const mirrored = new Map();
for (const { kernel } of decisions) {
  if (kernel === null) continue;
  const lines = mirrored.get(kernel.file) ?? new Set();
  mirrored.set(kernel.file, lines.add(kernel.from));
}
let rows = '';
for (const [file, lines] of [...mirrored].sort()) {
  const text = readFileSync(join(folder, file), 'utf8').split('\n');
  const hashes = [...lines]
    .sort((a, b) => a - b)
    .map(line => `    ${line}: ${hex(fingerprint(text[line - 1]))},\n`);
  rows += `  '${file}': {\n${hashes.join('')}  },\n`;
}
writeFileSync(
  join(root, 'src/debugger/kernel/fingerprints.ts'),
  `/** Hashes of the lines of kernel files at which mirrored ranges begin, by file and line. Made by scripts/fingerprints.mjs. */
export const fingerprints: Readonly<Record<string, Readonly<Record<number, number>>>> = {
${rows}};
`,
);

function hex(hash) {
  return `0x${hash.toString(16).padStart(8, '0')}`;
}
