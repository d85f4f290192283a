/** Packets on the links between hosts, as rows of the list. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Capture, MemorySource } from '../../../src/capture';
import { captureRequests } from '../../../src/webview/protocol/messages';
import { LINK, type Rows } from '../../../src/webview/protocol/rows';
import { workerRequests } from '../../../src/webview/protocol/worker';
import { twoHosts } from '../../replay/twoHosts';
import { Desk, lab, text } from './desk';

const stack = 'samples/ipv6-router/hosts.stack';
/**
 * The row of the echo request of frame 3 as B receives it, behind the solicitation and the advertisement that
 * it waited for.
 */
const request = 5;

async function hostsDesk(): Promise<Desk> {
  const desk = new Desk(lab, { texts: { [stack]: twoHosts } });
  await desk.indexed();
  await desk.replayed(stack);
  await desk.until(({ rows, frames }) => rows > frames);
  return desk;
}

/** `3 A.em0` of each row: the frame's number, or what else it is, and the interface. */
function places(rows: Rows): string[] {
  return Array.from(rows.kind, (kind, i) => {
    const name = kind === LINK ? 'link' : String(rows.frame[i] || 'event');
    return `${name} ${text(rows, i, 'interface')}`.trim();
  });
}

/** What is shown under a filter. */
async function filtered(desk: Desk, filter: string): Promise<string[]> {
  await desk.show({ filter });
  return places(await desk.rows());
}

describe('packets on links', () => {
  it('are rows without a number under the frame that they stem from, with all that a row says of a packet', async () => {
    const desk = await hostsDesk();
    const rows = await desk.rows();
    assert.deepEqual(places(rows).slice(2, 10), [
      '3 A.em0',
      'link B.em0',
      'link A.em1',
      'link B.em0',
      'link A.em1',
      'link B.em0',
      'link A.em1',
      '4 A.em0',
    ]);
    assert.deepEqual(
      (['source', 'destination', 'protocol', 'info', 'decision'] as const).map(column =>
        text(rows, request, column),
      ),
      [
        '2001:db8:1::10',
        '2001:db8:2::10',
        'ICMPv6',
        'Echo (ping) request id=0x285d, seq=1, hop limit=63',
        'icmp6_input.message',
      ],
    );
    assert.equal(rows.length[request], 118);
    assert.equal(rows.relative[request], rows.relative[2], 'the link takes no time');
  });

  it('have a trace, layers and bytes as a frame has', async () => {
    const desk = await hostsDesk();
    const trace = await desk.trace(request);
    assert.match(trace.title, /^Packet on B\.em0, from frame 3: /);
    assert.match(trace.sentence, /^Delivered: /);
    assert.equal(trace.steps[0].values, 'received on B.em0');
    assert.deepEqual(
      trace.versions.map(({ id }) => id),
      ['in', 'now', 'out:0'],
    );
    const came = await desk.bytes(request);
    assert.deepEqual([came.bytes.length, came.network], [118, 14]);
    const hopLimit = came.fields.find(({ name }) => name === 'ipv6.hlim');
    assert.deepEqual([hopLimit?.value, hopLimit?.span], ['63', { offset: 21, length: 1 }]);
    assert.equal(came.fields[0].filter !== '', true);
    const forwarded = await desk.trace(request + 3);
    const changes = forwarded.steps.findIndex(({ glyph }) => glyph === 'changed');
    const now = await desk.bytes(request + 3, 'now', changes);
    assert.equal(now.network, 14, 'the link header stays in sight');
    const found = await desk.page.ask(captureRequests.stepOfBytes, {
      row: request + 3,
      version: 'now',
      step: forwarded.steps.length - 1,
      span: { offset: 21, length: 1 },
    });
    assert.equal(forwarded.steps[found?.step ?? -1].glyph, 'changed');
  });

  it('are found by fields, verdicts, decisions and hosts; timers by none', async () => {
    const desk = await hostsDesk();
    assert.deepEqual(await filtered(desk, 'icmpv6.echo.sequence_number == 2'), [
      '11 A.em0',
      'link B.em0',
      'link A.em1',
      '12 A.em0',
      '13 A.em2',
      'link B.em0',
      'link A.em1',
      '14 A.em2',
      '35 A.em0',
      // The redirect that quotes it.
      '36 A.em0',
      '37 A.em0',
    ]);
    const ofB = await filtered(desk, 'host == "B" && verdict == "delivered"');
    assert.deepEqual(new Set(ofB), new Set(['link B.em0']));
    assert.deepEqual(await filtered(desk, 'frame.number == 3'), [
      '3 A.em0',
      ...['B.em0', 'A.em1', 'B.em0', 'A.em1', 'B.em0', 'A.em1'].map(place => `link ${place}`),
      // Its neighbour is asked whether it is still there five seconds later.
      ...['A.em1', 'B.em0'].map(place => `link ${place}`),
    ]);
    assert.ok((await filtered(desk, 'decision == "nd6_na_input.learned"')).includes('link A.em1'));
    await desk.show({ filter: '' });
    const rows = await desk.rows();
    assert.ok(places(rows).includes('event'), 'timers have rows where nothing is asked');
    const hosts = [...(await filtered(desk, 'host == "A"')), ...(await filtered(desk, 'host == "B"'))];
    assert.equal(hosts.includes('event'), false);
    assert.equal(hosts.length, rows.verdict.filter(verdict => verdict !== 0).length);
  });

  it('are counted with their verdicts, and shown by chips and spans of time', async () => {
    const desk = await hostsDesk();
    const { verdicts, packets, shown, frames } = await desk.state();
    const linked = places(await desk.rows()).filter(place => place.startsWith('link')).length;
    assert.deepEqual([packets, shown], [frames + linked, frames + linked]);
    for (const { verdict, count } of verdicts) {
      const state = await desk.show({ verdicts: [verdict] });
      assert.deepEqual([state.rows, state.shown], [count, count], verdict);
    }
    await desk.show({ span: [0, 41_000] });
    assert.deepEqual(places(await desk.rows()).slice(2), [
      '3 A.em0',
      ...['B.em0', 'A.em1', 'B.em0', 'A.em1', 'B.em0', 'A.em1'].map(place => `link ${place}`),
    ]);
  });

  it('are in the timeline and in the picture of paths, whole or as the list shows them', async () => {
    const desk = await hostsDesk();
    const { verdicts, packets } = await desk.state();
    const { counts } = await desk.page.ask(captureRequests.timeline, { bars: 10 });
    assert.equal(
      counts.reduce((sum, n) => sum + n, 0),
      packets,
    );
    const whole = await desk.page.ask(captureRequests.paths, { shown: false });
    assert.equal(
      whole.packets,
      verdicts.reduce((sum, { count }) => sum + count, 0),
    );
    await desk.show({ filter: 'host == "B"' });
    const ofB = await desk.page.ask(captureRequests.paths, { shown: true });
    assert.equal(ofB.packets, (await desk.state()).shown);
    const { frame, event } = ofB.paths[0].example;
    assert.ok(frame > 0 && event !== undefined);
    const found = await desk.page.ask(captureRequests.rowOfEvent, event);
    assert.match(
      (await desk.trace(found?.row ?? -1)).title,
      new RegExp(`^Packet on B\\.em0, from frame ${frame}: `),
    );
  });

  it('are gone to by reason and by match, and copied as they are shown', async () => {
    const desk = await hostsDesk();
    const ask = (row: number, forward: boolean) =>
      desk.page.ask(captureRequests.sameReason, { row, forward });
    const next = await ask(request, true);
    assert.ok(next !== null && next > request);
    assert.equal(text(await desk.rows(), next, 'decision'), 'icmp6_input.message');
    assert.equal(await ask(next, false), request);
    const match = { row: 2, filter: 'ipv6.hlim == 63', forward: true };
    assert.equal(await desk.page.ask(captureRequests.nextMatch, match), request);
    const copied = await desk.page.ask(captureRequests.copyRows, { rows: [request] });
    assert.match(
      copied.split('\n')[1],
      /^\t0\.000041\tB\.em0\t2001:db8:1::10\t2001:db8:2::10\tICMPv6\t118\tEcho .*\tdelivered\ticmp6_input\.message$/,
    );
  });

  it('are exported with the others, each on its interface and with its verdict', async () => {
    const desk = await hostsDesk();
    const bytes = await desk.page.ask(workerRequests.export, { what: 'packets', rows: [2, 3, request] });
    const file = Capture.openWhole(new MemorySource(bytes as Uint8Array));
    const of = (i: number) => file.interfaces[file.interfaceOf(i)].name;
    assert.deepEqual([0, 1, 2].map(of), ['em0', 'B.em0', 'B.em0']);
    assert.deepEqual(file.read(2), (await desk.bytes(request)).bytes);
    assert.match(file.comment(2).join(), /^Delivered: /);
    assert.deepEqual([file.seconds(2), file.nanoseconds(2)], [file.seconds(0), file.nanoseconds(0)]);
    const json = await desk.page.ask(workerRequests.export, { what: 'rows', rows: [request] });
    const [row] = JSON.parse(json as string);
    assert.deepEqual(
      [row.event, row.host, row.interface, row.verdict, row.for.frame, row.columns.length],
      ['link', 'B', 'B.em0', 'delivered', 3, 118],
    );
  });

  it('are exported by what their host sent on account of them', async () => {
    const desk = await hostsDesk();
    const bytes = await desk.page.ask(workerRequests.export, { what: 'sent', rows: [request] });
    const file = Capture.openWhole(new MemorySource(bytes as Uint8Array));
    assert.deepEqual([file.frames, file.interfaces[file.interfaceOf(0)].name], [1, 'B.em0']);
    assert.deepEqual(file.read(0), (await desk.bytes(request, 'out:0')).bytes);
  });

  it('have a report', async () => {
    const desk = await hostsDesk();
    const report = await desk.page.ask(workerRequests.report, { row: request });
    assert.match(report, /^# Packet on B\.em0, from frame 3 of lab\.pcapng\n/);
    assert.match(report, /\*\*Delivered: the echo request is answered/);
    assert.match(report, /### As it came by the link\n/);
    assert.match(report, /hosts\.stack:10: ifconfig em0/);
  });
});
