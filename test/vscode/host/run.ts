/** Runs inside VS Code's extension host, with the real API. Results go to the file named by PACKET_DEBUGGER_RESULTS. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { captureSuite } from './captureSuite';
import { configurationsSuite } from './configurationsSuite';
import { debugSuite } from './debugSuite';
import { decisionsSuite } from './decisionsSuite';
import { documentsSuite } from './documentsSuite';
import { followingSuite } from './followingSuite';
import { kernelSuite } from './kernelSuite';
import { languageSuite } from './languageSuite';
import { testingSuite } from './testingSuite';

/** Called by VS Code. Rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 15_000, reporter: 'min' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  debugSuite();
  documentsSuite();
  decisionsSuite();
  configurationsSuite();
  kernelSuite();
  testingSuite();
  languageSuite();
  captureSuite();
  followingSuite();
  const results: { title: string; error: string | null; milliseconds?: number }[] = [];
  await new Promise<void>((resolve, reject) => {
    const file = process.env.PACKET_DEBUGGER_RESULTS;
    const note = (result: (typeof results)[number]) => {
      results.push(result);
      // At once: a window that hangs leaves what it came to.
      if (file) writeFileSync(file, JSON.stringify(results));
    };
    const runner = mocha.run(failures => {
      if (failures > 0) reject(new Error(`${failures} failed`));
      else resolve();
    });
    runner.on('pass', test => note({ title: test.fullTitle(), error: null, milliseconds: test.duration }));
    runner.on('fail', (test, error) =>
      note({ title: test.fullTitle(), error: String(error.stack ?? error) }),
    );
  });
}
