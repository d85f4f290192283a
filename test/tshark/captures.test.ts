/**
 * Every capture against tshark, which is asked once of each: the frames as they lie in the file, and every field we know.
 *
 * Environment: PACKET_DEBUGGER_CAPTURES names the folder of third-party captures.
 */
import { basename } from 'node:path';
import { captureFiles } from './captures';
import { assertFields, comparedFields } from './fields';
import { assertFrames, frameFields } from './frames';
import { type Columns, columnsOf, lacksTshark, printing, type Run, runTshark } from './tshark';

const fields = [...new Set([...comparedFields, ...frameFields])];

describe('captures beside tshark', function () {
  this.timeout(120_000);
  if (lacksTshark()) return;
  for (const file of captureFiles()) {
    describe(basename(file), () => {
      let run: Run;
      let theirs: Columns;
      before(() => {
        run = runTshark(file, printing(fields));
        theirs = columnsOf(fields, run.lines);
      });

      it('is read as the same frames', () => assertFrames(file, run, theirs));

      it('agrees in every field', () => {
        if (run.status === 0 || run.lines.length > 0) assertFields(file, theirs);
        else console.log(`      ${basename(file)}: tshark refuses it, so there is nothing to agree with`);
      });
    });
  }
});
