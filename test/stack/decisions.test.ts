import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as stack from '#stack/recording';
import { runFile } from '../conformance/run';
import { forwardCases } from './vectors';

interface IndexEntry {
  readonly id: string;
  readonly kind: 'D' | 'S';
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

declare global {
  /** Numbers of the outcomes that any test of this run took (scripts/build.mjs). */
  var outcomesReached: Set<number> | undefined;
}

/** Functions of the kernel files that are built so far. */
const built = ['ip6_forward'];

const index: IndexEntry[] = JSON.parse(
  readFileSync(join(PROJECT_ROOT, 'test/decisions.index.json'), 'utf8'),
).filter((entry: IndexEntry) => built.includes(entry.id.split('.')[0]));

/** `decision=outcome` of every outcome that is neither reached nor declared unreachable. */
function unreached(points: readonly (typeof stack.catalogue)[number][], isReached: (n: number) => boolean) {
  return points.flatMap(point =>
    point.outcomes
      .filter((_, i) => point.words[i].unreachable === undefined && !isReached(point.first + i))
      .map(outcome => `${point.id}=${outcome}`),
  );
}

describe('decisions', () => {
  it('declare every entry of the catalogue once, in its order, with its kind and kernel lines', () => {
    const declared = stack.catalogue
      .filter(point => point.kernel?.file === 'freebsd-ip6_forward.c')
      .map(({ id, kind, kernel }) => ({ id, kind, ...kernel }));
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
    const wanted = index.map(({ id, kind, file, from, to }) => ({ id, kind, file, from, to }));
    assert.equal(wanted.length, 40);
    assert.deepEqual(declared.sort(byId), wanted.sort(byId));
  });

  it('are documented: question, answers and where the rule comes from', () => {
    const wrong = stack.catalogue.flatMap(point => {
      const said = [
        point.question.endsWith('?') && !point.question.includes('_'),
        point.reference.length > 3,
        point.outcomes.every(name => /^[a-z0-9]+(-[a-z0-9]+){0,2}$/.test(name)),
        point.words.every(({ answer }) => answer.endsWith('.')),
        point.words.every(({ verdict }) => verdict === undefined || !verdict.endsWith('.')),
        point.kind === 'D' ? point.outcomes.length > 1 : point.outcomes.length > 0,
      ];
      return said.every(Boolean) ? [] : [`${point.id}: ${said.map(ok => (ok ? 'ok' : 'wrong')).join(', ')}`];
    });
    assert.deepEqual(wrong, []);
  });

  it('of ip6_forward are all reached by its vectors, but for one that they leave to a direct call', () => {
    const reached = new Set(runFile('ip6_forward', forwardCases()).reached);
    // test/stack/forward.test.ts sends a packet to a multicast address.
    reached.add('ip6_forward.multicast-destination=multicast-destination');
    const points = stack.catalogue.filter(point => built.includes(point.id.split('.')[0]));
    const missing = unreached(points, n =>
      reached.has(`${stack.decisionOfOutcome[n].id}=${stack.outcomeName(n)}`),
    );
    assert.deepEqual(missing, []);
  });
});

// A hook of the whole run: what all tests together have reached.
after(function () {
  const files = readdirSync(join(PROJECT_ROOT, 'test'), { recursive: true }).map(String);
  const expected = files.filter(file => file.endsWith('.test.ts')).length;
  const ran = new Set(this.test?.parent?.suites.map(suite => suite.file)).size;
  const reached = globalThis.outcomesReached ?? new Set<number>();
  const missing = unreached(stack.catalogue, n => reached.has(n));
  const outcomes = stack.decisionOfOutcome.length;
  const declaredUnreachable = stack.catalogue
    .flatMap(point => point.words)
    .filter(words => words.unreachable).length;
  console.log(
    `\n  ${stack.catalogue.length} decisions with ${outcomes} outcomes: ${reached.size} reached by tests, ` +
      `${declaredUnreachable} declared unreachable, ${missing.length} reached by none`,
  );
  if (ran < expected) {
    console.log(`  (${ran} of ${expected} test files ran, so the rest is not held against anyone)`);
    return;
  }
  assert.deepEqual(missing, [], 'outcomes that no test reaches and that are not declared unreachable');
});
