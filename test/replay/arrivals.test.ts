import { strict as assert } from 'node:assert';
import { Capture, MemorySource } from '../../src/capture/index';
import { type Placement, placeInterfaces } from '../../src/replay/arrivals';
import { ReplayError } from '../../src/replay/error';
import { pcapFile } from '../capture/build';

const frames = [{ seconds: 1, ticks: 0, bytes: new Uint8Array(60) }];
const ethernet = Capture.openWhole(new MemorySource(pcapFile({}, frames)));

function place(capture: Capture, given: Partial<Placement>, interfaces: string[]): (string | null)[] {
  return placeInterfaces(
    capture,
    'a.pcap',
    { on: null, map: new Map(), where: 'r.stack:3', ...given },
    interfaces,
    ['lo0', ...interfaces],
  );
}

function refused(act: () => unknown, message: RegExp): void {
  assert.throws(act, (error: unknown) => error instanceof ReplayError && message.test(error.message));
}

describe('arrivals', () => {
  it('obeys what is said', () => {
    assert.deepEqual(place(ethernet, { on: 'em1' }, ['em0', 'em1']), ['em1']);
    assert.deepEqual(place(ethernet, { on: 'lo0' }, ['em0', 'em1']), ['lo0']);
  });

  it('takes the only interface there is', () => {
    assert.deepEqual(place(ethernet, {}, ['em0']), ['em0']);
  });

  it('names the choices when it cannot know', () => {
    refused(() => place(ethernet, {}, ['em0', 'em1']), /^r\.stack:3: a\.pcap .* em0 or em1, .*on IF/);
    refused(() => place(ethernet, {}, []), /the machine has none/);
  });

  it('refuses interfaces that do not exist', () => {
    refused(() => place(ethernet, { on: 'em7' }, ['em0', 'em1']), /no interface em7.*lo0, em0 and em1/);
    refused(
      () => place(ethernet, { map: new Map([['lan', 'em0']]) }, ['em0']),
      /a\.pcap has no interface lan/,
    );
  });

  it('refuses frames that no host can receive', () => {
    const usb = Capture.openWhole(new MemorySource(pcapFile({ network: 249 }, frames)));
    refused(() => place(usb, {}, ['em0']), /frames of .* in a\.pcap cannot arrive/);
    const none = Capture.openWhole(new MemorySource(pcapFile({ network: 249 }, [])));
    assert.deepEqual(place(none, {}, ['em0']), ['em0']);
  });
});
