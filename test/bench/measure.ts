/**
 * `node --expose-gc measure.js WORK FILE`: does one piece of work on a capture and prints, as JSON, what it
 * took: CPU seconds of the work itself, frames, and what the work reports. Every measurement is a process of
 * its own.
 */
import { works } from './works';

const [name, file] = process.argv.slice(2);

async function measure(): Promise<void> {
  if (!Object.hasOwn(works, name)) {
    console.error(`There is no measurement ${name}: ${Object.keys(works).join(', ')}.`);
    process.exit(2);
  }
  const work = await works[name](file);
  globalThis.gc?.();
  const before = process.cpuUsage();
  await work.run();
  const used = process.cpuUsage(before);
  const resident = process.memoryUsage().rss;
  console.log(JSON.stringify({ seconds: (used.user + used.system) / 1e6, resident, ...work.result() }));
}

void measure();
