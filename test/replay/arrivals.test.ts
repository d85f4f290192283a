import { strict as assert } from 'node:assert';
import { Capture, MemorySource } from '../../src/capture/index';
import { type Placement, placeInterfaces } from '../../src/replay/arrivals';
import { ReplayError } from '../../src/replay/error';
import { faceOf, facesOf } from '../../src/replay/faces';
import { pcapFile } from '../capture/build';

const frames = [{ seconds: 1, ticks: 0, bytes: new Uint8Array(60) }];
const ethernet = Capture.openWhole(new MemorySource(pcapFile({}, frames)));

function place(capture: Capture, given: Partial<Placement>, interfaces: string[]): (string | null)[] {
  return placeInterfaces(
    facesOf(capture).all,
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
    refused(
      () => place(ethernet, {}, []),
      /the machine has none, so add one by a line such as ifconfig em0 /,
    );
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
    refused(() => place(usb, {}, ['em0']), /[Ff]rames of .* in a\.pcap cannot arrive/);
    const none = Capture.openWhole(new MemorySource(pcapFile({ network: 249 }, [])));
    assert.deepEqual(place(none, {}, ['em0']), ['em0']);
  });

  it('takes the interfaces that PKTAP headers name', () => {
    const header = (name: string) => {
      const bytes = new Uint8Array(148);
      bytes[0] = 108;
      bytes[8] = 101;
      bytes.set(new TextEncoder().encode(name), 12);
      return bytes;
    };
    const names = ['em1', 'em0', 'em1', '', 'e\u0007m'];
    const built = names.map(name => ({ seconds: 1, ticks: 0, bytes: header(name) }));
    const capture = Capture.openWhole(new MemorySource(pcapFile({ network: 258 }, built)));
    const faces = facesOf(capture);
    assert.deepEqual(
      names.map((_, i) => faces.all[faceOf(faces, capture, i)].name),
      ['em1', 'em0', 'em1', '', ''],
    );
    refused(() => place(capture, {}, ['em0', 'em1']), /does not tell on which interface its frames arrive/);
    const good = Capture.openWhole(new MemorySource(pcapFile({ network: 258 }, built.slice(0, 3))));
    assert.deepEqual(place(good, {}, ['em0', 'em1']), [null, 'em1', 'em0']);
    assert.deepEqual(place(good, { map: new Map([['em1', 'em0']]) }, ['em0', 'em1']), [null, 'em0', 'em0']);
    assert.deepEqual(place(good, { on: 'em1' }, ['em0', 'em1']), ['em1', 'em1', 'em1']);
    refused(() => place(good, {}, ['em0', 'em2']), /frames of its interface em1 arrive/);
  });
});
