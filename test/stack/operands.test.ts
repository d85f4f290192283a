import assert from 'node:assert/strict';
import * as stack from '#stack/recording';
import type { Operand } from '../../src/stack/trace';
import { runIp6Forward } from '../conformance/ip6Forward/run';
import { forwardCases, givenOf } from './vectors';

/** The value of an operand, with or without its source. */
function shownValue(operand: Operand | undefined): unknown {
  const sourced = typeof operand === 'object' && operand !== null && 'value' in operand;
  return sourced ? operand.value : operand;
}

describe('the words of decisions', () => {
  it('name only values that the decision looked at', () => {
    const wrong = new Set<string>();
    let seen = 0;
    for (const vector of forwardCases()) {
      runIp6Forward(givenOf(vector), new Set(), (host, m, srcrt) => {
        const steps = host.trace.recorder?.steps ?? [];
        try {
          stack.ip6_forward(host, m, srcrt);
        } finally {
          for (const { point, outcome, operands } of steps) {
            if (point === null) continue;
            const { answer, verdict = '' } = point.words[outcome - point.first];
            for (const [, name] of `${answer} ${verdict}`.matchAll(/\{(\w+)\}/g)) {
              seen++;
              if (shownValue(operands[name]) == null)
                wrong.add(`${point.id}=${stack.outcomeName(outcome)}: ${name}`);
            }
          }
        }
      });
    }
    assert.deepEqual([...wrong], []);
    assert.ok(seen > 10_000);
  });

  it('show bytes of the packet where they say they lie', () => {
    const wrong = new Set<string>();
    for (const vector of forwardCases().slice(0, 300)) {
      runIp6Forward(givenOf(vector), new Set(), (host, m, srcrt) => {
        const steps = host.trace.recorder?.steps ?? [];
        try {
          stack.ip6_forward(host, m, srcrt);
        } finally {
          for (const { point, operands, packet } of steps) {
            for (const [name, operand] of Object.entries(operands)) {
              const sourced =
                typeof operand === 'object' && operand !== null && 'value' in operand ? operand : null;
              if (sourced?.at === undefined) continue;
              const bytes = packet.subarray(sourced.at.offset, sourced.at.offset + sourced.at.length);
              const value = sourced.value;
              const same =
                value instanceof Uint8Array
                  ? value.length === bytes.length && value.every((byte, i) => byte === bytes[i])
                  : bytes.length === 1 && bytes[0] === value;
              if (!same) wrong.add(`${point?.id}: ${name}`);
            }
          }
        }
      });
    }
    assert.deepEqual([...wrong], []);
  });
});
