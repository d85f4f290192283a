/** Hit counts: `5`, `>= 5`, `% 3`, `== 2`… as debuggers write them. */
import { RequestError } from '../requestError';

/** Whether a breakpoint stops at its n-th hit (from 1). */
export type HitTest = (n: number) => boolean;

const tests: Readonly<Record<string, (n: number, of: number) => boolean>> = {
  '': (n, of) => n >= of,
  '=': (n, of) => n === of,
  '==': (n, of) => n === of,
  '>': (n, of) => n > of,
  '>=': (n, of) => n >= of,
  '<': (n, of) => n < of,
  '<=': (n, of) => n <= of,
  '%': (n, of) => n % of === 0,
};

/** The test that a hit condition stands for; a bare number stops from that hit on. Throws RequestError. */
export function parseHitCondition(text: string): HitTest {
  const match = /^\s*(>=|<=|==|=|>|<|%|)\s*(\d{1,9})\s*$/.exec(text);
  if (match === null || (match[1] === '%' && Number(match[2]) === 0)) {
    throw new RequestError(`${text} is no hit count: write 5, >= 5, == 5 or % 5.`);
  }
  const test = tests[match[1]];
  const of = Number(match[2]);
  return n => test(n, of);
}
