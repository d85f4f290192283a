import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as stack from '#stack/recording';
import { runFile } from '../conformance/run';
import { casesOf } from './vectors';

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

/** The kernel files that are built, and the vectors that take their decisions. */
const built: Readonly<Record<string, { readonly component: string; readonly decisions: number }>> = {
  'freebsd-ip_divert.c': { component: 'ip_divert', decisions: 44 },
  'openbsd-if_etherip.c': { component: 'etherip', decisions: 51 },
  'xnu-iptap.c': { component: 'iptap', decisions: 33 },
  'freebsd-ip6_forward.c': { component: 'ip6_forward', decisions: 40 },
  'netbsd-mld6.c': { component: 'mld6', decisions: 50 },
};

const index: readonly IndexEntry[] = JSON.parse(
  readFileSync(join(PROJECT_ROOT, 'test/decisions.index.json'), 'utf8'),
);

/** Outcomes that the vectors of a file leave to a direct call, and the test that makes it. */
const calledDirectly = [
  // test/stack/forward.test.ts sends a packet to a multicast address.
  'ip6_forward.multicast-destination=multicast-destination',
  // test/stack/divert.test.ts asks for what divert sockets do not offer, and for their list into memory that
  // cannot be held.
  'div_usrreqs.unsupported=refused',
  'div_pcblist.wire=failed',
  // test/stack/etherip.test.ts asks what Ethernet knows.
  'etherip_ioctl.other=done',
  // It happens when the machine starts, before any operation of a case: test/stack/around/mld6.ts makes it
  // happen again.
  'mld_init.option-template=built',
  // Once the group of a query has a zone, only a fault takes that of ff02::1: test/stack/around/mld6.ts.
  'mld_input.query-allnodes-zone=none',
  // test/stack/iptap.test.ts calls what an interface is called for.
  'iptap_if_output.refuse=refused',
  'iptap_demux.refuse=refused',
  'iptap_add_proto.accept=accepted',
];

/** `decision=outcome` of every outcome that is neither reached nor declared unreachable. */
function unreached(points: readonly (typeof stack.catalogue)[number][], isReached: (n: number) => boolean) {
  return points.flatMap(point =>
    point.outcomes
      .filter((_, i) => point.words[i].unreachable === undefined && !isReached(point.first + i))
      .map(outcome => `${point.id}=${outcome}`),
  );
}

describe('decisions', () => {
  for (const [file, { component, decisions }] of Object.entries(built)) {
    const points = stack.catalogue.filter(point => point.kernel?.file === file);

    it(`declare every entry of ${file} once, with its kind and kernel lines`, () => {
      const declared = points.map(({ id, kind, kernel }) => ({ id, kind, ...kernel }));
      const wanted = index
        .filter(entry => entry.file === file)
        .map(({ id, kind, from, to }) => ({ id, kind, file, from, to }));
      const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
      assert.equal(wanted.length, decisions);
      assert.deepEqual(declared.sort(byId), wanted.sort(byId));
    });

    it(`of ${file} are all reached by the vectors of ${component}, but for those left to a direct call`, () => {
      const reached = new Set([...runFile(component, casesOf(component)).reached, ...calledDirectly]);
      const missing = unreached(points, n =>
        reached.has(`${stack.decisionOfOutcome[n].id}=${stack.outcomeName(n)}`),
      );
      assert.deepEqual(missing, []);
    });
  }

  it('mirror no other kernel file', () => {
    const files = new Set(stack.catalogue.flatMap(point => point.kernel?.file ?? []));
    assert.deepEqual([...files].sort(), Object.keys(built).sort());
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
});

// A hook of the whole run: what all tests together have reached.
after(async function () {
  const { engineTests } = await import(pathToFileURL(join(PROJECT_ROOT, 'scripts/testFiles.mjs')).href);
  const expected: string[] = engineTests();
  const ran = new Set(this.test?.parent?.suites.map(suite => suite.file));
  const left = expected.filter(file => !ran.has(join(PROJECT_ROOT, 'out/test', file.replace(/ts$/, 'js'))));
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
  if (left.length > 0) {
    console.log(
      `  (${left.length} of ${expected.length} test files did not run, so nothing is held against anyone)`,
    );
    return;
  }
  assert.deepEqual(missing, [], 'outcomes that no test reaches and that are not declared unreachable');
});
