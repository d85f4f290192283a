import assert from 'node:assert/strict';
import { differences, type Json } from '../conformance/compare';
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

describe('the faults of iptap cases', () => {
  it('fail the removal of the IPv6 filter also when IPv4 has none to remove', () => {
    const ops: Json[] = [
      { op: 'create', unit: 0 },
      { op: 'destroy', unit: 0, faults: { remove6: true } },
      { op: 'create', unit: 1, faults: { filter4: true } },
      { op: 'destroy', unit: 1, faults: { remove6: true } },
    ];
    const bpfTypes = [
      { dlt: 'PKTAP', headerLen: 156 },
      { dlt: 'RAW', headerLen: 0 },
    ];
    const created = { ret: '0', bpfTypes, up: true };
    const state = (v4: number, v6: number, units: number[]) => ({
      total: 0,
      filters: { v4, v6 },
      taps: units.map(unit => ({ unit, raw: 0, pktap: 0 })),
    });
    const expected: Json[] = [
      { ...created, state: state(1, 1, [0]), path: '193F 218F 226F 246T 473F 483F 491F 251F' },
      { ret: '0', console: 1, state: state(0, 1, []), path: '453T 508F 510T 512F 520T 522T' },
      { ...created, console: 1, state: state(0, 1, [1]), path: '193F 218F 226F 246T 473F 483T 251F' },
      { ret: '0', console: 1, state: state(0, 1, []), path: '453T 508F 510F 520T 522T' },
    ];
    const vector = {
      id: 'removal',
      why: 'IPv6 alone',
      given: { interfaces: [], ops },
      expect: { ops: expected },
    };
    assert.deepEqual(runFile('iptap', [vector]).failures, []);
  });
});
