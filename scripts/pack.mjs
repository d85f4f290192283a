/** Packs the extension as a VSIX, in one way for releases, checks and the embedded editor. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, tool } from './tools.mjs';

const options = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
/** A line of README.md that is a picture, and the empty line after it. */
const picture = /^!\[[^\]]*\]\([^)]*\)\n\n?/gm;

/** README.md as it is packed: its pictures stay in the repository. */
export const packedReadme = join(root, 'dist/README.md');

/** Packs what is built. Returns vsce's exit status, null when it did not run, and all that it said. */
export function pack(more = []) {
  writeFileSync(packedReadme, readFileSync(join(root, 'README.md'), 'utf8').replace(picture, ''));
  const args = [...options, '--readme-path', 'dist/README.md', ...more];
  const { status, stdout, stderr } = spawnSync(tool('vsce'), args, { cwd: root, encoding: 'utf8' });
  return { status, said: `${stdout ?? ''}${stderr ?? ''}` };
}
