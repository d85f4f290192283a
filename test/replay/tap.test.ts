/**
 * Taps in a replay: what is attached while, what is shown, and that a machine without a tap does nothing for
 * it.
 */
import { strict as assert } from 'node:assert';
import type { BpfRecord } from '../../src/stack/net/bpf';
import { input, labReplay } from './lab';

const CAPTURE = '08-unreachables-r1-lan+wan.pcapng';

/** A replay of r1 with further lines, run to its end, and what its captures were shown. */
function ran(more: readonly string[]) {
  const replay = labReplay([input(CAPTURE, null)], more);
  const shown: BpfRecord[] = [];
  const decided = new Set<string>();
  replay.collecting = true;
  replay.onEvent = event => shown.push(...event.captured);
  replay.run();
  for (let event = 0; event < replay.events; event++)
    for (const { point } of replay.record(event).steps) if (point !== null) decided.add(point.id);
  return { host: replay.host, shown, decided };
}

describe('taps in a replay', function () {
  this.timeout(20_000);

  it('cost a machine without one no step', () => {
    const { decided, shown, host } = ran([]);
    assert.deepEqual(
      [...decided].filter(id => id.startsWith('iptap')),
      [],
    );
    assert.deepEqual(shown, []);
    assert.deepEqual(host.ipfilters, { ipv4: [], ipv6: [] });
  });

  it('count their captures, of a kind once, and show every file its records: raw first, the newest tap first', () => {
    const { host, shown } = ran([
      'ifconfig iptap0 create',
      'ifconfig iptap1 create',
      'capture iptap0 pktap "a.pcapng"',
      'capture iptap0 raw "b.pcapng"',
      'capture iptap0 raw "c.pcapng"',
      'capture iptap1 raw "d.pcapng"',
    ]);
    assert.deepEqual(
      host.iptap.taps.map(({ ifp, rawCount, pktapCount }) => [ifp.name, rawCount, pktapCount]),
      [
        ['iptap1', 1, 0],
        ['iptap0', 1, 1],
      ],
    );
    assert.equal(host.iptap.totalTapCount, 3);
    assert.equal(host.ipfilters.ipv6.length, 1);
    assert.deepEqual(
      shown.slice(0, 4).map(({ file }) => file),
      ['d.pcapng', 'b.pcapng', 'c.pcapng', 'a.pcapng'],
    );
  });

  it('let go of the filters with the last of them, after its captures', () => {
    const { host, decided } = ran([
      'ifconfig iptap0 create',
      'capture iptap0 pktap "a.pcapng"',
      'at 1ms capture iptap0 stop',
      'at 2ms ifconfig iptap0 destroy',
    ]);
    assert.equal(host.iptap.totalTapCount, 0);
    assert.deepEqual(host.ipfilters, { ipv4: [], ipv6: [] });
    assert.deepEqual(host.bpf, []);
    for (const id of ['iptap_tap_callback.pktap', 'iptap_clone_destroy.detach', 'iptap_detach.last'])
      assert.ok(decided.has(id), id);
  });
});
