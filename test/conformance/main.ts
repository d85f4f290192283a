/** The conformance runner: vector files in, passed and failed cases out. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { runFile } from './run';

/** Failed cases of a component that are told in full; the rest are only counted. */
const TOLD = 10;

let anyFailed = false;
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Name at least one vector file, as in: npm run conformance -- test/vectors/ip6_forward.json');
  process.exitCode = 2;
}
for (const file of files) {
  const component = basename(file).replace(/\.json$/, '');
  try {
    const cases = JSON.parse(readFileSync(file, 'utf8'));
    const { passed, failures } = runFile(component, cases);
    for (const failure of failures.slice(0, TOLD)) console.log(failure);
    if (failures.length > TOLD) console.log(`… and ${failures.length - TOLD} more cases that differ`);
    console.log(`${component}: ${passed} passed, ${cases.length - passed} failed`);
    if (passed < cases.length) anyFailed = true;
  } catch (error) {
    console.error(
      `${file} cannot be run: ${error instanceof Error ? error.message : String(error)}. Give a JSON array of cases.`,
    );
    process.exitCode = 2;
  }
}
if (anyFailed && process.exitCode === undefined) process.exitCode = 1;
