/** `npm start`: installs, builds, and replays the sample lab on the terminal. */
import { join } from 'node:path';
import { installDependencies, root, run } from './tools.mjs';

const known = new Set(['--headless']);
const unknown = process.argv.slice(2).find(argument => !known.has(argument));
if (unknown) {
  console.error(`npm start does not know ${unknown}; it takes --headless.`);
  process.exit(2);
}
installDependencies();
if (!run(process.execPath, [join(root, 'scripts/build.mjs')])) process.exit(1);
const lab = join('samples', 'ipv6-router', 'router.stack');
console.log(`\nThe sample lab: packet-debugger replay --stack ${lab}\n`);
process.exit(run(process.execPath, [join(root, 'dist/cli.js'), 'replay', '--stack', lab]) ? 0 : 1);
