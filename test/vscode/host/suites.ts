/**
 * Runs suites inside VS Code's extension host, with the real API. Results go to the file named by
 * PACKET_DEBUGGER_RESULTS.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Runs what `suites` declares. Rejects when a test failed. */
export async function runSuites(suites: () => void): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: 'min' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  suites();
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
