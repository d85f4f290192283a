/**
 * What the project's scripts share: running a program, installing what is missing, finding Debian's programs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a program in the project's folder with its output shown; returns true when it exits with 0. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) console.error(`${program} could not be started: ${result.error.message}`);
  return result.status === 0;
}

/** The path of a program of the project's own dependencies. */
export function tool(name) {
  return join(root, 'node_modules/.bin', name);
}

/**
 * Installs the dependencies when package-lock.json is newer than what is installed. Exits when that fails.
 */
export function installDependencies() {
  const lock = join(root, 'package-lock.json');
  const stamp = join(root, 'node_modules/.packet-debugger-lock');
  const wanted = readFileSync(lock, 'utf8');
  if (existsSync(stamp) && statSync(stamp).isFile() && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing the dependencies named in package-lock.json…');
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) {
    console.error('The dependencies could not be installed: see the message of npm above.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** True when a program is on the PATH. */
export function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}
