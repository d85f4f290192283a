/**
 * The embedded VS Code: code-server's inner server, installed from npm into an ignored folder and bound to
 * this machine alone. `npm start` opens the sample lab in it where no desktop VS Code is; the journeys drive
 * it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../tools.mjs';

const version = '4.100.3';
const home = join(root, '.code-server', version);
const server = join(home, 'node_modules/code-server/lib/vscode');

/** Installs the editor unless it is there. Throws `Error` with a sentence when npm fails. */
export function installEditor() {
  const done = join(home, 'installed');
  if (existsSync(done)) return;
  console.log(`Installing the embedded VS Code (code-server ${version}) into .code-server…`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}');
  npmInstall(home, [`code-server@${version}`]);
  npmInstall(server, ['--omit=dev']);
  link('node_modules', join(server, 'node_modules.asar'));
  copyFileSync(join(root, 'scripts/vscode/spdlog.cjs'), join(server, 'node_modules/@vscode/spdlog/index.js'));
  linkRipgrep();
  for (const name of ['native-watchdog', '@vscode/native-watchdog']) {
    const folder = join(server, 'node_modules', name);
    if (existsSync(folder)) copyFileSync(join(root, 'scripts/vscode/watchdog.cjs'), join(folder, 'index.js'));
  }
  writeFileSync(done, '');
}

/** VS Code finds files and text with ripgrep; Debian's stands in for the one that is not installed. */
function linkRipgrep() {
  const found = spawnSync('sh', ['-c', 'command -v rg'], { encoding: 'utf8' }).stdout.trim();
  if (found === '') return;
  const folder = join(server, 'node_modules/@vscode/ripgrep/bin');
  mkdirSync(folder, { recursive: true });
  link(found, join(folder, 'rg'));
}

function npmInstall(folder, more) {
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...more];
  const result = spawnSync('npm', options, { cwd: folder, stdio: 'inherit' });
  if (result.status === 0) return;
  throw new Error(
    'The embedded VS Code could not be installed: npm reached no registry or failed, see its message above; npm start -- --headless works without it.',
  );
}

function link(target, path) {
  rmSync(path, { force: true, recursive: true });
  symlinkSync(target, path);
}

/** Settings that keep prompts, tips and look-ups away. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'workbench.tips.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'debug.openDebug': 'openOnDebugBreak',
};

/**
 * Starts the editor with user data and extensions of its own under `data`. Resolves when it answers.
 * @returns `{ port, stop() }`
 */
export async function startEditor({
  data,
  settings = {},
  keybindings = [],
  vsix,
  environment = {},
  driver = false,
}) {
  const user = join(data, 'user/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  writeFileSync(join(user, 'keybindings.json'), JSON.stringify(keybindings, null, 2));
  const main = join(server, 'out/server-main.js');
  const folders = [
    ['--user-data-dir', join(data, 'user')],
    ['--server-data-dir', join(data, 'server')],
    ['--extensions-dir', join(data, 'extensions')],
  ].flat();
  if (vsix) {
    const install = ['--accept-server-license-terms', '--install-extension', vsix, '--force', ...folders];
    const result = spawnSync(process.execPath, [main, ...install], { encoding: 'utf8' });
    if (result.status !== 0)
      throw new Error(`The extension could not be installed:\n${result.stdout}${result.stderr}`);
  }
  const port = await freePort();
  const options = ['--without-connection-token', '--accept-server-license-terms', '--host', '127.0.0.1'];
  options.push('--port', String(port), '--telemetry-level', 'off', ...folders);
  if (driver) options.push('--enable-smoke-test-driver');
  const child = spawn(process.execPath, [main, ...options], {
    env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...environment },
    stdio: 'ignore',
  });
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/version`).catch(() => null);
    if (answer?.ok) return { port, stop };
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  stop();
  throw new Error(
    `The embedded VS Code did not answer on 127.0.0.1:${port}; npm start -- --headless works without it.`,
  );
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
