/** `npm run package`: builds the extension and packs it as packet-debugger-VERSION.vsix. */
import { join } from 'node:path';
import { installDependencies, root, run, tool } from './tools.mjs';

installDependencies();
const built = run(process.execPath, [join(root, 'scripts/build.mjs')]);
const options = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
process.exit(built && run(tool('vsce'), [...options, ...process.argv.slice(2)]) ? 0 : 1);
