/** Runs inside VS Code's extension host, with the real API. Results go to the file named by PACKET_DEBUGGER_RESULTS. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { configurationsSuite } from './configurationsSuite';
import { debugSuite } from './debugSuite';
import { decisionsSuite } from './decisionsSuite';
import { documentsSuite } from './documentsSuite';
import { languageSuite } from './languageSuite';

/** Called by VS Code. Rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 15_000, reporter: 'min' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  debugSuite();
  documentsSuite();
  decisionsSuite();
  configurationsSuite();
  languageSuite();
  const results: { title: string; error: string | null; milliseconds?: number }[] = [];
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run(failures => {
      const file = process.env.PACKET_DEBUGGER_RESULTS;
      if (file) writeFileSync(file, JSON.stringify(results));
      if (failures > 0) reject(new Error(`${failures} failed`));
      else resolve();
    });
    runner.on('pass', test =>
      results.push({ title: test.fullTitle(), error: null, milliseconds: test.duration }),
    );
    runner.on('fail', (test, error) =>
      results.push({ title: test.fullTitle(), error: String(error.stack ?? error) }),
    );
  });
}
