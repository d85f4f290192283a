/** `npm run package`: builds the extension and packs it as packet-debugger-VERSION.vsix. */
import { join } from 'node:path';
import { pack } from './pack.mjs';
import { installDependencies, root, run } from './tools.mjs';

installDependencies();
if (!run(process.execPath, [join(root, 'scripts/build.mjs')])) process.exit(1);
const { status, said } = pack(process.argv.slice(2));
console.log(said);
process.exit(status === 0 ? 0 : 1);
