/** The vectors of ip6_forward, as the tests of the stack use them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Given } from '../conformance/ip6ForwardCase';
import type { VectorCase } from '../conformance/run';

/** All cases. */
export function forwardCases(): VectorCase[] {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, 'test/vectors/ip6_forward.json'), 'utf8'));
}

/** What a case gives. */
export function givenOf(vector: VectorCase): Given {
  return vector.given as unknown as Given;
}
