/**
 * `node measure.js WORK FILE …`: does one piece of work on a capture and prints, as JSON, what it took: CPU
 * seconds, frames, and bytes of memory. Every measurement is a process of its own.
 */
import { works } from './works';

const [name, ...args] = process.argv.slice(2);
const work = works[name];
if (work === undefined) {
  console.error(`There is no measurement ${name}: ${Object.keys(works).join(', ')}.`);
  process.exit(2);
}
const before = process.cpuUsage();
const result = work(...args);
const used = process.cpuUsage(before);
console.log(JSON.stringify({ seconds: (used.user + used.system) / 1e6, ...result }));
