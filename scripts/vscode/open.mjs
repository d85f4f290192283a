/**
 * Opens a folder in VS Code with this extension: the desktop's, where `code` is on the PATH, else the
 * embedded one. The user's own profile is never touched.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '../pack.mjs';
import { has, root, run } from '../tools.mjs';
import { installEditor, startEditor } from './editor.mjs';

const home = join(root, '.code-server');

/** Packs the extension. Returns the VSIX's path; throws `Error` with what vsce said. */
export function packExtension(folder = home) {
  const vsix = join(folder, 'packet-debugger.vsix');
  const { status, said } = pack(['--out', vsix]);
  if (status !== 0) throw new Error(`The extension could not be packed:\n${said}`);
  return vsix;
}

/** Opens `folder`; with the embedded editor it stays until it is interrupted. */
export async function openInEditor(folder) {
  const desktop = has('code');
  if (!desktop) installEditor();
  mkdirSync(home, { recursive: true });
  const vsix = packExtension();
  if (desktop) {
    const own = [
      '--user-data-dir',
      join(home, 'desktop/user'),
      '--extensions-dir',
      join(home, 'desktop/extensions'),
    ];
    const opened =
      run('code', [...own, '--install-extension', vsix, '--force']) && run('code', [...own, folder]);
    if (!opened) throw new Error('VS Code could not be opened: see the message of code above.');
    return;
  }
  const { port, stop } = await startEditor({ data: join(home, 'data'), vsix });
  console.log(`\nThe lab is open at http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
  console.log('Open the Run view and press F5, or open router.stack and press F5. Ctrl+C ends VS Code.');
  await new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  stop();
}
