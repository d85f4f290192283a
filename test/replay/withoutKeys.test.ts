import assert from 'node:assert/strict';
import { applyCommand, isMachineCommand, parseStack } from '../../src/config';
import { withoutKeys } from '../../src/replay/withoutKeys';
import { copyHost, stateOf } from '../../src/stack/checkpoint';
import {
  AES,
  association,
  leftGateway,
  receiveRight,
  rightGateway,
  SHA1,
  sendLeft,
  tunnelPolicy,
} from '../stack/gateways';

const secrets = ['000102030405060708090a0b0c0d0e0f', '0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15'];
const shows = (text: string) => secrets.filter(secret => text.includes(secret));

describe('keys of associations', () => {
  it('are left out of the lines that a report quotes', () => {
    for (const [line, shown] of [
      [association(`${AES} ${SHA1}`), '-E aes-cbc (key) -A hmac-sha1 (key)'],
      ['add ::1 ::2 ah 0x1001 -A hmac-md5 "sixteen; bytes.." ;', '-A hmac-md5 (key) ;'],
      ['add ::1 ::2 esp 256 -E null -A hmac-md5 0x00;', '-E null -A hmac-md5 (key);'],
    ]) {
      assert.ok(withoutKeys(line).endsWith(shown), withoutKeys(line));
    }
    assert.equal(withoutKeys('route add -inet6 default fe80::1%em0'), 'route add -inet6 default fe80::1%em0');
  });

  it('are in no step of a trace, and in no dump of a machine or of its checkpoint', () => {
    const sa = `${association(`-r 4 ${AES} ${SHA1}`)}\n`;
    const left = leftGateway(sa + tunnelPolicy('out'));
    const right = rightGateway(sa + tunnelPolicy('in'));
    const there = sendLeft(left);
    const here = receiveRight(right, there.sent[0].bytes);
    const seen = new WeakSet<object>();
    const plain = (_: string, value: unknown) => {
      if (value instanceof Uint8Array) return [...value].join(',');
      if (typeof value !== 'object' || value === null) return value;
      if (seen.has(value)) return undefined;
      seen.add(value);
      return value;
    };
    assert.equal(here.verdict, 'decapsulated');
    for (const steps of [there.steps, here.steps]) assert.deepEqual(shows(JSON.stringify(steps, plain)), []);
    for (const { host } of [left, right]) {
      const copy = copyHost(host, { output() {} });
      for (const state of [stateOf(host), stateOf(copy)]) {
        const dump = JSON.stringify(state, plain);
        assert.ok(dump.includes('"spi":4097'));
        assert.deepEqual(shows(dump), []);
      }
      assert.equal(copy.sad[0].enc, host.sad[0].enc);
    }
  });

  it('are in no message about a line that is wrong or refused', () => {
    const text = `${association(`${AES}00 ${SHA1}`)}\n`;
    const messages = parseStack(text, 'lab.stack').problems.map(
      ({ message, expected }) => `${message} ${expected}`,
    );
    assert.equal(messages.length, 1);
    assert.deepEqual(messages.flatMap(shows), []);
    const twice = parseStack(`${association(`${AES} ${SHA1}`)}\n`.repeat(2), 'lab.stack');
    const refusals: string[] = [];
    leftGateway('').each((stack, host) => {
      for (const command of twice.commands.filter(isMachineCommand)) {
        refusals.push(applyCommand(stack, host, command) ?? '');
      }
    });
    assert.ok(refusals.some(refusal => refusal !== ''));
    assert.deepEqual(refusals.flatMap(shows), []);
  });
});
