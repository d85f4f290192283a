/**
 * `npm start`: installs, builds, replays the sample lab on the terminal and opens it in VS Code. `--headless`
 * keeps to the terminal.
 */
import { join } from 'node:path';
import { installDependencies, root, run } from './tools.mjs';

const headless = process.argv.includes('--headless');
const unknown = process.argv.slice(2).find(argument => argument !== '--headless');
if (unknown) {
  console.error(`npm start does not know ${unknown}; it takes --headless.`);
  process.exit(2);
}
installDependencies();
if (!run(process.execPath, [join(root, 'scripts/build.mjs')])) process.exit(1);
const lab = join('samples', 'ipv6-router', 'router.stack');
console.log(`\nThe sample lab: packet-debugger replay --stack ${lab}\n`);
if (!run(process.execPath, [join(root, 'dist/cli.js'), 'replay', '--stack', lab])) process.exit(1);
if (!headless) {
  const { openInEditor } = await import('./vscode/open.mjs');
  try {
    await openInEditor(join(root, 'samples/ipv6-router'));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
