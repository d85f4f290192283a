/**
 * Every capture against tshark, which is asked once of each: the frames as they lie in the file, and every
 * field we know.
 *
 * Environment: PACKET_DEBUGGER_CAPTURES names the folder of third-party captures.
 */
import { basename } from 'node:path';
import { type Asked, asked, isRefused } from './asked';
import { captureFiles } from './captures';
import { assertFields } from './fields';
import { assertFrames } from './frames';
import { lacksTshark } from './tshark';

describe('captures beside tshark', function () {
  this.timeout(120_000);
  if (lacksTshark()) return;
  for (const file of captureFiles()) {
    describe(basename(file), () => {
      let theirs: Asked;
      before(() => {
        theirs = asked(file);
      });

      it('is read as the same frames', () => assertFrames(file, theirs.run, theirs.columns));

      it('agrees in every field', () => {
        if (!isRefused(theirs)) assertFields(file, theirs.columns);
        else console.log(`      ${basename(file)}: tshark refuses it, so there is nothing to agree with`);
      });
    });
  }
});
