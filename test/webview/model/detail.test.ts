/** One row in detail: trace, versions of the packet, changes, fields. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { compileFilter } from '../../../src/decode/filter';
import { captureRequests } from '../../../src/webview/protocol/messages';
import type { FieldLine, TraceStep } from '../../../src/webview/protocol/packet';
import { workerRequests } from '../../../src/webview/protocol/worker';
import { Desk, lab, labStack } from './desk';

/** Row of the packet that dies of its source's scope. */
const SCOPE = 24;

async function labDesk(): Promise<Desk> {
  const desk = new Desk();
  await desk.indexed();
  await desk.replayed();
  return desk;
}

function stepOf(steps: readonly TraceStep[], id: string): TraceStep {
  return steps.find(step => step.id === id) ?? assert.fail(`no step ${id}`);
}

function field(fields: readonly FieldLine[], name: string): FieldLine {
  return fields.find(line => line.name === name) ?? assert.fail(`no field ${name}`);
}

describe('the trace of a row', () => {
  it('says what happened, and which step settled it', async () => {
    const desk = await labDesk();
    const { title, frame, verdict, sentence, settled, steps, versions, absent } = await desk.trace(SCOPE);
    assert.deepEqual([title, frame, verdict, absent], ['Packet 25', 25, 3, '']);
    assert.match(sentence, /^Dropped: the packet would leave the zone of its source address/);
    assert.equal(steps[settled].id, 'ip6_forward.source-scope');
    assert.deepEqual(
      versions.map(one => one.title),
      ['In', 'Now', 'Out 1 (Neighbor Solicitation)'],
    );
  });

  it('nests steps by function, with questions, answers and values filled in', async () => {
    const desk = await labDesk();
    const { steps } = await desk.trace(SCOPE);
    assert.deepEqual(
      steps.filter(step => step.kind === 'enter').map(step => [step.depth, step.function])[2],
      [3, 'ip6_input'],
    );
    assert.equal(steps[0].values, 'received on em0');
    const scope = stepOf(steps, 'ip6_forward.source-scope');
    assert.match(scope.question, /\?$/);
    assert.match(scope.answer, /em0/);
    assert.match(scope.values, /inzone 1, outzone 2/);
    assert.doesNotMatch(steps.map(step => `${step.question}${step.answer}`).join(''), /[{}]/);
  });

  it('marks what a step did', async () => {
    const desk = await labDesk();
    const { steps } = await desk.trace(SCOPE);
    assert.equal(stepOf(steps, 'ip6_forward.source-scope').glyph, 'dropped');
    assert.equal(stepOf(steps, 'ip6_forward.hop-limit').glyph, 'changed');
    assert.match(stepOf(steps, 'ip6_forward.hop-limit').values, /40 → 3f at 0015/);
    const sent = steps.filter(step => step.sent >= 0);
    assert.deepEqual(
      sent.map(step => [step.glyph, step.sent]),
      [['sent', 0]],
    );
    assert.equal(stepOf(steps, 'ip6_input.size').routine, true, 'every packet is whole');
    assert.equal(stepOf(steps, 'ip6_forward.route-lookup').routine, false, 'some have no route');
    assert.equal(stepOf(steps, 'ip6_forward.hop-limit').routine, false);
  });

  it('leads to the engine, the .stack file and the kernel', async () => {
    const desk = await labDesk();
    const { steps } = await desk.trace(SCOPE);
    const { links, reads, changes } = stepOf(steps, 'ip6_forward.route-lookup');
    assert.deepEqual(
      links.map(link => link.target),
      ['engine', 'stack', 'kernel'],
    );
    const [engine, stack, kernel] = links;
    const source = readFileSync(join(PROJECT_ROOT, 'src', engine.file), 'utf8').split('\n');
    assert.ok(source.length >= engine.line && engine.label === `engine:${engine.line}`);
    assert.deepEqual([stack.file, stack.label], [labStack, 'router.stack:12']);
    assert.equal(kernel.label, 'ip6_forward.c:372');
    assert.deepEqual([reads, changes], [[{ offset: 38, length: 16 }], []]);
  });

  it('says why there is none', async () => {
    const desk = new Desk();
    await desk.indexed();
    assert.match((await desk.trace(0)).absent, /No machine/);
    await desk.replayed();
    const own = await desk.trace(1);
    assert.match(own.absent, /sent it itself/);
    assert.deepEqual([own.steps.length, own.sentence, own.versions.map(one => one.id)], [0, '', ['in']]);
  });

  it('asked twice is the same', async () => {
    const desk = await labDesk();
    const first = await desk.trace(SCOPE);
    for (let row = 0; row < 20; row++) await desk.trace(row);
    assert.deepEqual(await desk.trace(SCOPE), first);
  });
});

describe('the bytes of a row', () => {
  it('are those of the capture, with fields that point into them', async () => {
    const desk = new Desk();
    await desk.indexed();
    const { bytes, network, edits, fields, clipped } = await desk.bytes(SCOPE);
    assert.deepEqual([bytes.length, network, edits.length, clipped], [70, 14, 0, 0]);
    const hops = field(fields, 'ipv6.hlim');
    assert.deepEqual(
      [hops.value, hops.span, hops.depth, hops.filter],
      ['64', { offset: 21, length: 1 }, 1, 'ipv6.hlim == 64'],
    );
    assert.equal(bytes[hops.span.offset], 64);
    for (const { span } of fields) assert.ok(span.offset + span.length <= bytes.length);
    for (const [i, { depth, branch }] of fields.entries()) assert.equal(branch, fields[i + 1]?.depth > depth);
  });

  it('every filter beside a field selects its own packet', async () => {
    const desk = new Desk();
    await desk.indexed();
    for (const row of [0, SCOPE, 29]) {
      const { fields } = await desk.bytes(row);
      for (const { filter, name } of fields) {
        if (filter === '' || name.startsWith('frame.time_delta')) continue;
        assert.ok(compileFilter(filter).ok, filter);
        await desk.show({ filter });
        assert.ok((await desk.frames()).includes(row + 1), `${filter} selects frame ${row + 1}`);
        await desk.show({});
      }
    }
  });

  it('are as the steps left them, with the changes so far', async () => {
    const desk = await labDesk();
    const { steps } = await desk.trace(SCOPE);
    const at = stepOf(steps, 'ip6_forward.hop-limit').step;
    const now = await desk.bytes(SCOPE, 'now', at);
    const incoming = await desk.bytes(SCOPE);
    assert.deepEqual(now.bytes.subarray(0, 14), incoming.bytes.subarray(0, 14), 'the link header stays');
    assert.equal(now.bytes[21], 63);
    assert.deepEqual(
      now.edits.map(({ offset, before, after, now: here, step }) => [
        offset,
        ...before,
        ...after,
        here,
        step,
      ]),
      [
        [21, 64, 63, true, at],
        [25, 0, 1, false, stepOf(steps, 'ip6_input.zone').step],
      ],
    );
    assert.equal(field(now.fields, 'ipv6.hlim').note, 'was 64');
    const source = field(now.fields, 'ipv6.src');
    assert.deepEqual([source.value, source.note], ['fe80::ff:fe00:101%em0', 'zone 1 embedded']);
    assert.ok(!now.fields.some(line => line.bad), 'a zone in an address is no bad checksum');
    const before = await desk.bytes(SCOPE, 'now', -1);
    assert.deepEqual([before.bytes, before.edits], [incoming.bytes, []]);
  });

  it('lead to the step that changed them, else to one that read them', async () => {
    const desk = await labDesk();
    const { steps } = await desk.trace(SCOPE);
    const idOf = async (version: 'in' | 'now', step: number, offset: number, length: number) => {
      const asked = { row: SCOPE, version, step, span: { offset, length } };
      const found = await desk.page.ask(captureRequests.stepOfBytes, asked);
      return found === null ? null : steps[found.step].id;
    };
    const scope = stepOf(steps, 'ip6_forward.source-scope').step;
    assert.equal(await idOf('now', scope, 21, 1), 'ip6_forward.hop-limit');
    assert.equal(await idOf('now', 0, 21, 1), 'ip6_forward.hop-limit', 'also before it has come');
    assert.equal(await idOf('in', scope, 21, 1), 'ip6_forward.hop-limit');
    assert.equal(await idOf('now', scope, 25, 1), 'ip6_input.zone');
    assert.equal(await idOf('now', scope, 38, 16), 'ip6_forward.route-lookup', 'it is only read');
    assert.equal(await idOf('now', scope, 0, 6), null, 'the link layer is of no step');
  });

  it('are those of a packet that the machine made once it makes one', async () => {
    const desk = await labDesk();
    const { steps } = await desk.trace(SCOPE);
    const { network, bytes } = await desk.bytes(SCOPE, 'now', steps.length);
    assert.equal(network, 0, 'it has no link header yet');
    assert.equal(bytes[0] >> 4, 6);
    const sent = await desk.bytes(SCOPE, 'out:0');
    assert.equal(field(sent.fields, 'icmpv6.type').value, 'Neighbor Solicitation (135)');
  });

  it('refuse versions that are not there', async () => {
    const desk = await labDesk();
    await assert.rejects(desk.bytes(SCOPE, 'out:7'), /no such version/);
    await assert.rejects(desk.bytes(1, 'now'), /no such version/);
    await assert.rejects(desk.bytes(9999), /no longer there/);
  });

  it('say beside a field what is wrong with it', async () => {
    const bytes = new Uint8Array(readFileSync(join(PROJECT_ROOT, lab)));
    const plain = new Desk();
    await plain.indexed();
    const row = (await plain.bytes(0)).bytes;
    // One bit of the first frame's ICMPv6 checksum, found by the frame's own bytes.
    const at = Buffer.from(bytes).indexOf(row);
    bytes[at + 56] ^= 1;
    const desk = new Desk(lab, { captures: { [lab]: bytes } });
    await desk.indexed();
    const checksum = field((await desk.bytes(0)).fields, 'icmpv6.checksum');
    assert.equal(checksum.bad, true);
    const right = field((await plain.bytes(0)).fields, 'icmpv6.checksum').value;
    assert.equal(checksum.note, `bad, should be ${right}`);
  });
});

describe('what a machine did in a replay', () => {
  it('is counted by line, and expectations are judged', async () => {
    const text = readFileSync(join(PROJECT_ROOT, labStack), 'utf8');
    const lines = [
      'expect frame 25 dropped at ip6_forward.source-scope',
      'expect frame 25 forwarded',
      'expect frame 19 sends icmp6-error',
      'ipfw add count ip6 from any to any in recv em0',
    ];
    const desk = new Desk(lab, { texts: { [labStack]: `${text}${lines.join('\n')}\n` } });
    await desk.indexed();
    await desk.replayed();
    const results = await desk.page.ask(workerRequests.lineResults, null);
    const first = text.split('\n').length;
    assert.deepEqual(
      [0, 1, 2].map(i => results?.expectations[first + i]?.held),
      [true, false, true],
    );
    assert.match(
      results?.expectations[first + 1].message ?? '',
      /Expected frame 25 forwarded, but it was dropped/,
    );
    assert.equal(results?.uses[12], 10, 'the route out of em1');
    assert.deepEqual(results?.rules, { [first + 3]: { packets: 19, bytes: 3044 } });
    const counts = await desk.page.ask(workerRequests.decisionCounts, null);
    const hops = counts.find(one => one.id === 'ip6_forward.hop-limit');
    assert.deepEqual(hops?.outcomes.exceeded, 1);
    assert.equal(
      hops?.count,
      Object.values(hops?.outcomes ?? {}).reduce((sum, one) => sum + one, 0),
    );
  });

  it('all places of the engine that traces lead to are there', async () => {
    const desk = await labDesk();
    const files = new Set<string>();
    for (let row = 0; row < 52; row++) {
      for (const { links } of (await desk.trace(row)).steps) {
        for (const link of links) if (link.target === 'engine') files.add(link.file);
      }
    }
    assert.ok(files.size > 5);
    for (const file of files) assert.ok(existsSync(join(PROJECT_ROOT, 'src', file)), file);
  });
});
