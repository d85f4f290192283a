/** The vectors, as the tests of the stack use them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Given } from '../../src/replay/vector/case';
import type { VectorCase } from '../conformance/run';

/** All cases of a component. */
export function casesOf(component: string): VectorCase[] {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, `test/vectors/${component}.json`), 'utf8'));
}

/** All cases of ip6_forward. */
export function forwardCases(): VectorCase[] {
  return casesOf('ip6_forward');
}

/** What a case of ip6_forward gives. */
export function givenOf(vector: VectorCase): Given {
  return vector.given as unknown as Given;
}
