/** Which decisions a breakpoint arms, whichever way it was set. */
import assert from 'node:assert/strict';
import { type Arming, armedBy } from '../../src/extension/decisions/armed';

const places = [
  { id: 'ip6_forward.hop-limit', path: '/stack/inet6/hopLimit.ts', line: 53 },
  { id: 'ip6_forward.link-mtu', path: '/stack/inet6/mtu.ts', line: 40 },
  { id: 'ip6_forward.path-mtu', path: '/stack/inet6/mtu.ts', line: 80 },
  { id: 'ip6_input.version', path: '/stack/inet6/ip6Input.ts', line: 10 },
];
const armed = (arming: Arming) => armedBy(arming, places).map(({ id }) => id);
const named = (name: string) => armed({ kind: 'name', name });

describe('armed decisions', () => {
  it('are armed by their id, with an outcome and a log text or without', () => {
    for (const name of [
      'ip6_forward.hop-limit',
      'ip6_forward.hop-limit=exceeded',
      ' ip6_forward.hop-limit log at {ipv6.hlim}',
      'ip6_forward.hop-limit=exceeded log a=b',
    ]) {
      assert.deepEqual(named(name), ['ip6_forward.hop-limit'], name);
    }
  });
  it('are armed by their function and by a glob', () => {
    assert.equal(named('ip6_forward').length, 3);
    assert.deepEqual(named('*-mtu'), ['ip6_forward.link-mtu', 'ip6_forward.path-mtu']);
    assert.deepEqual(named('ip6_input.versio?'), ['ip6_input.version']);
    assert.deepEqual(named('ip6_input.version?'), []);
    assert.deepEqual(named('ip6'), []);
  });
  it('are not armed by a change', () => {
    assert.deepEqual(named('changes ip6_forward.hop-limit'), []);
  });
  it('are armed by a line, or the next that has a decision', () => {
    const at = (line: number) => armed({ kind: 'line', path: '/stack/inet6/mtu.ts', line });
    assert.deepEqual(at(40), ['ip6_forward.link-mtu']);
    assert.deepEqual(at(41), ['ip6_forward.path-mtu']);
    assert.deepEqual(at(81), []);
  });
  it('are found in time whatever the glob', () => {
    assert.deepEqual(named(`${'*'.repeat(200)}x`), []);
  });
});
