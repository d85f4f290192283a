import { strict as assert } from 'node:assert';
import * as running from '#stack/running';
import { Capture, MemorySource, PcapngWriter } from '../../src/capture';
import { parseStack } from '../../src/config';
import {
  Expectations,
  eventRows,
  FrameNames,
  type Input,
  JsonLines,
  type PastEvent,
  packetLine,
  packetOf,
  type Replay,
} from '../../src/replay';
import { ethernet, icmp6Packet } from '../stack/packets';
import { stackReplay } from './lab';

/** A host and two routers in a row, and the network behind them. */
const ROW = `
host H {
  ifconfig em0 inet6 2001:db8:1::10/64 up
  route add -inet6 default 2001:db8:1::1
}
host A {
  sysctl net.inet6.ip6.forwarding=1
  ifconfig em0 inet6 2001:db8:1::1/64 up
  ifconfig em1 inet6 2001:db8:2::1/64 up
  route add -inet6 2001:db8:3::/64 2001:db8:2::2
}
host B {
  sysctl net.inet6.ip6.forwarding=1
  ifconfig em0 inet6 2001:db8:2::2/64 up
  ifconfig em1 inet6 2001:db8:3::1/64 up
  route add -inet6 2001:db8:1::/64 2001:db8:2::1
}
link H.em0 A.em0
link A.em1 B.em0 delay 1ms
`;
/** What a made-up link address of interface 1 of H is. */
const FROM_H = '02:00:00:00:00:99';

function captured(packets: readonly Uint8Array[], on: string): Input {
  const writer = new PcapngWriter();
  const face = writer.addInterface({ name: 'lan', linkType: 1 });
  for (const [k, bytes] of packets.entries())
    writer.packet({ interface: face, seconds: 1000 + k, nanoseconds: 0, bytes });
  const capture = Capture.openWhole(new MemorySource(writer.take()));
  return { name: 'lan.pcapng', capture, placement: { on, map: new Map(), where: 'lan.pcapng' } };
}

const echo = (dst: string, more: { hlim?: number } = {}) =>
  icmp6Packet({ hlim: 64, ...more, src: '2001:db8:1::66', dst, type: 128 });
const toA = (packet: Uint8Array) => ethernet(packet, { dst: '02:70:64:68:00:01', src: FROM_H });

const toB = (packet: Uint8Array) => ethernet(packet, { dst: '02:70:64:67:00:01', src: FROM_H });

/** A replay through the row of hosts, of Ethernet frames to A. */
function row(packets: readonly Uint8Array[], options: Parameters<typeof stackReplay>[2] = {}): Replay {
  return stackReplay(ROW, [captured(packets.map(toA), 'A.em0')], options);
}

/** One line for each event: where, what, and what became of it. */
function told(replay: Replay): string[] {
  const lines: string[] = [];
  const names = new FrameNames(replay, ['lan.pcapng']);
  const json = new JsonLines(replay, names);
  replay.collecting = true;
  replay.onEvent = event => {
    const host = replay.script.hosts?.[event.number] ?? '';
    const rows = eventRows(replay, names, event);
    assert.deepEqual(
      json.lines(event),
      rows.map(one => JSON.stringify(one)),
    );
    const [first] = rows;
    const verdict = first !== undefined && 'verdict' in first ? ` ${first.verdict}` : '';
    const packet = event.came === null ? '' : ` ${packetLine(packetOf(event.came))}`;
    lines.push(`${(event.now - replay.script.start) / 1e6} ${event.kind} ${host}${verdict}${packet}`);
  };
  assert.equal(replay.run(), 'end');
  return lines;
}

describe('several hosts', () => {
  it('hand a packet on from link to link, and find each other by neighbour discovery', () => {
    const lines = told(row([echo('2001:db8:2::2')]));
    assert.deepEqual(lines, [
      '0 frame A queued',
      '1 link B delivered fe80::70:64ff:fe68:2 > ff02::1:ff00:2 Neighbor Solicitation',
      '2 link A delivered fe80::70:64ff:fe69:1 > fe80::70:64ff:fe68:2 Neighbor Advertisement',
      '3 link B delivered 2001:db8:1::66 > 2001:db8:2::2 Echo Request',
      '4 link A delivered 2001:db8:2::2 > ff02::1:ff00:1 Neighbor Solicitation',
      '5 link B delivered 2001:db8:2::1 > 2001:db8:2::2 Neighbor Advertisement',
      '6 link A queued 2001:db8:2::2 > 2001:db8:1::66 Echo Reply',
      '6 link H dropped fe80::70:64ff:fe68:1 > ff02::1:ff00:66 Neighbor Solicitation',
    ]);
  });

  it('know which event came from which frame, and at which host', () => {
    const replay = row([echo('2001:db8:2::2')]);
    const events: PastEvent[] = [];
    replay.onEvent = event => events.push(event);
    replay.run();
    assert.ok(events.length > 3);
    for (const event of events) if (event.kind === 'link') assert.equal(event.position, 0);
  });

  it('replay the same from every checkpoint', () => {
    const packets = [echo('2001:db8:2::2'), echo('2001:db8:3::9'), echo('2001:db8:1::10')];
    const whole = row(packets, { checkpointEvery: 1 });
    whole.run();
    const ends = whole.hosts.map(host => running.counters(host));
    for (const [k] of whole.checkpoints.all.entries()) {
      whole.restore(k);
      whole.run();
      assert.deepEqual(
        whole.hosts.map(host => running.counters(host)),
        ends,
      );
    }
    assert.deepEqual(told(row(packets)), told(row(packets)));
  });

  it('are expected to have done something with what stems from a frame', () => {
    const expecting = (line: string) => `${ROW.replace('host B {', `host B {\n${line}`)}`;
    const failures = (line: string) => {
      const text = expecting(line);
      const replay = stackReplay(text, [captured([toA(echo('2001:db8:2::2'))], 'A.em0')]);
      const commands = parseStack(text, 'x').commands.filter(command => command.kind === 'expect');
      const expected = new Expectations(commands, replay, ['lan.pcapng']);
      replay.collecting = true;
      replay.onEvent = event => expected.note(event);
      replay.run();
      return expected.failures().map(failure => failure.message);
    };
    assert.deepEqual(failures('expect frame 1 delivered'), []);
    assert.deepEqual(failures('expect counter ip6stat.ip6s_delivered >= 1'), []);
    assert.deepEqual(failures('expect frame 1 forwarded'), [
      'Expected frame 1 at B forwarded, but it was delivered at nd6_na_input.learned=resolved.',
    ]);
    assert.deepEqual(failures('expect frame 1 sends icmp6-error'), [
      'Expected frame 1 at B sends icmp6-error, but what was sent is neighbor-advertisement on B.em0, neighbor-solicitation on B.em0, local on B.em0.',
    ]);
    assert.deepEqual(failures('expect counter ip6stat.ip6s_forward 1'), [
      'Expected B.ip6stat.ip6s_forward to be 1, but it is 0.',
    ]);
  });

  it('that are three on one segment all hear what is for all', () => {
    const machine = (name: string, at: number) =>
      `host ${name} {\nifconfig em0 inet6 2001:db8::${at}/64 up\n}\n`;
    const text = `${machine('A', 1)}${machine('B', 2)}${machine('C', 3)}link A.em0 B.em0 C.em0\n`;
    const question = icmp6Packet({ hlim: 64, src: '2001:db8::2', dst: '2001:db8::1', type: 128 });
    const lines = told(stackReplay(text, [captured([toB(question)], 'A.em0')]));
    assert.deepEqual(lines, [
      '0 frame A delivered',
      '0 link B delivered 2001:db8::1 > ff02::1:ff00:2 Neighbor Solicitation',
      '0 link C dropped 2001:db8::1 > ff02::1:ff00:2 Neighbor Solicitation',
      '0 link A delivered 2001:db8::2 > 2001:db8::1 Neighbor Advertisement',
      '0 link C dropped 2001:db8::2 > 2001:db8::1 Neighbor Advertisement',
      '0 link B delivered 2001:db8::1 > 2001:db8::2 Echo Reply',
      '0 link C dropped 2001:db8::1 > 2001:db8::2 Echo Reply',
    ]);
  });

  it('send no Ethernet header between point-to-point interfaces', () => {
    const text = `
host A {
  ifconfig em0 inet6 2001:db8:1::1/64 up
  ifconfig tun0 inet6 2001:db8:2::1/128 2001:db8:2::2 up
  sysctl net.inet6.ip6.forwarding=1
}
host B {
  ifconfig tun0 inet6 2001:db8:2::2/128 2001:db8:2::1 up
  route add -inet6 default 2001:db8:2::1
}
link A.tun0 B.tun0
`;
    assert.deepEqual(told(stackReplay(text, [captured([toB(echo('2001:db8:2::2'))], 'A.em0')])), [
      '0 frame A forwarded',
      '0 link B delivered 2001:db8:1::66 > 2001:db8:2::2 Echo Request',
      '0 link A queued 2001:db8:2::2 > 2001:db8:1::66 Echo Reply',
    ]);
  });

  it('obey commands and timers of each at its time', () => {
    const text = ROW.replace('host B {', 'host B {\n  at 500ms ifconfig em0 down');
    const packets = [echo('2001:db8:2::2'), echo('2001:db8:2::2')].map(toA);
    const lines = told(stackReplay(text, [captured(packets, 'A.em0')]));
    assert.deepEqual(lines.slice(8), [
      '500 command B',
      '1000 frame A forwarded',
      '1001 link B dropped 2001:db8:1::66 > 2001:db8:2::2 Echo Request',
    ]);
  });
});
