import assert from 'node:assert/strict';
import { differences } from '../conformance/compare';
import { runFile } from '../conformance/run';
import { casesOf, forwardCases } from './vectors';

/** The cases of each component that is built. */
const components: Readonly<Record<string, number>> = {
  etherip: 479,
  ip6_forward: 1475,
  iptap: 418,
  ip_divert: 522,
  mld6: 499,
};

for (const [component, cases] of Object.entries(components)) {
  describe(component, () => {
    it('agrees with every vector, kernel path included', () => {
      const { passed, failures } = runFile(component, casesOf(component));
      assert.deepEqual(failures, []);
      assert.equal(passed, cases);
    });
  });
}

describe('the comparison of vectors', () => {
  it('sees a changed, a missing and an added key, and one byte', () => {
    assert.deepEqual(differences({ a: 1 }, { a: 1 }), []);
    assert.equal(differences({ a: 1 }, { a: 2 }).length, 1);
    assert.equal(differences({ a: 1 }, {}).length, 1);
    assert.equal(differences({}, { a: 1 }).length, 1);
    assert.equal(differences([1], [1, 2]).length, 1);
    assert.deepEqual(differences({ hex: '60', zeros: 2 }, { hex: '600000' }), []);
    assert.equal(differences({ hex: '60', zeros: 2 }, { hex: '600001' }).length, 1);
  });

  it('fails every case of a component that is not built', () => {
    const { passed, failures } = runFile('nosuch', forwardCases().slice(0, 3));
    assert.equal(passed, 0);
    assert.match(failures[0], /not built yet/);
  });

  it('fails a case whose expectation is changed', () => {
    const [vector] = forwardCases();
    const changed = { ...vector, expect: { ...(vector.expect as object), counters: {} } };
    assert.equal(runFile('ip6_forward', [changed]).failures.length, 1);
  });
});
