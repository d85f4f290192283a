/**
 * A packet that enters a tunnel, and one that leaves it: which bytes are new, and what the machine knew to be
 * inside.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { FieldLine, PacketBytes } from '../../../src/webview/protocol/packet';
import { COMMAND } from '../../../src/webview/protocol/rows';
import { Desk, text } from './desk';

const gateway = 'samples/ipsec-gateway/lab.pcapng';
const gatewayStack = 'samples/ipsec-gateway/gateway.stack';

async function gatewayDesk(made = {}): Promise<Desk> {
  const desk = new Desk(gateway, made);
  await desk.indexed();
  await desk.replayed(gatewayStack);
  return desk;
}

/** The layers of a packet, those within ESP in brackets. */
function layersOf(fields: readonly FieldLine[]): string[] {
  return fields
    .filter(({ depth, name }) => depth === 0 && name !== 'frame' && name !== 'raw')
    .map(({ name, note }) => (note.startsWith('inside ESP') ? `[${name}]` : name));
}

/** The stretches of bytes that are new, neighbours as one: `from-to`. */
function newBytes({ edits }: PacketBytes): string[] {
  const stretches: [number, number][] = [];
  for (const { offset, after } of edits) {
    const last = stretches.at(-1);
    if (last?.[1] === offset) last[1] += after.length;
    else if (after.length > 0) stretches.push([offset, offset + after.length]);
  }
  return stretches.map(([from, to]) => `${from}-${to}`);
}

/** The gateway with AH in place of ESP towards the other end. */
function authenticating(text: string): string {
  return text
    .replace(
      /^add 2001:db8:2::1 .*$/m,
      'add 2001:db8:2::1 2001:db8:2::20 ah 0x1001 -m tunnel -A hmac-md5 "0123456789abcdef" ;',
    )
    .replace('esp/tunnel/2001:db8:2::1-', 'ah/tunnel/2001:db8:2::1-');
}

describe('a packet that enters a tunnel', () => {
  it('has every byte new with ESP; its layers are the outer ones, and those that only the machine could see', async () => {
    const desk = await gatewayDesk();
    const sent = await desk.bytes(0, 'out:0');
    assert.deepEqual(layersOf(sent.fields), ['ipv6', 'esp', '[ipv6]', '[icmpv6]']);
    assert.deepEqual(newBytes(sent), [`0-${sent.bytes.length}`]);
    const ends = sent.fields.filter(({ name }) => name === 'ipv6.dst').map(({ value }) => value);
    assert.deepEqual(ends, ['2001:db8:2::20', '2001:db8:9::10']);
    const esp = sent.fields.findIndex(({ name }) => name === 'esp');
    const inside = sent.fields.slice(sent.fields.findIndex(({ note }) => note === 'inside ESP'));
    assert.ok(inside.length > 10 && sent.fields[esp].span.length > 0);
    for (const { name, span, filter } of inside) assert.deepEqual([span.length, filter], [0, ''], name);
  });

  it('has its outer header and AH new, and nothing else but the hop limit', async () => {
    const text = authenticating(readFileSync(join(PROJECT_ROOT, gatewayStack), 'utf8'));
    const desk = await gatewayDesk({ texts: { [gatewayStack]: text } });
    const sent = await desk.bytes(0, 'out:0');
    assert.deepEqual(layersOf(sent.fields), ['ipv6', 'ah', 'ipv6', 'icmpv6']);
    // 40 bytes of IPv6 and 24 of AH; byte 71 is the inner hop limit.
    assert.deepEqual(newBytes(sent), ['0-64', '71-72']);
  });

  it('is on the way first in its outer header, then encrypted', async () => {
    const desk = await gatewayDesk();
    const { steps } = await desk.trace(0);
    const shownAfter = async (id: string) => {
      const { step } = steps.find(one => one.id === id) ?? assert.fail(id);
      const now = await desk.bytes(0, 'now', step);
      return [layersOf(now.fields).join(' '), newBytes(now)[0]];
    };
    const [before, started] = [
      await shownAfter('ip6_forward.hop-limit'),
      await shownAfter('ipsec6_encapsulate.outer'),
    ];
    assert.deepEqual(before, ['eth ipv6 icmpv6', '21-22']);
    assert.deepEqual(started, ['eth ipv6 ipv6 icmpv6', '14-54']);
    assert.deepEqual(await shownAfter('esp6_output.encryption'), ['eth ipv6 esp [ipv6] [icmpv6]', '14-186']);
  });
});

describe('a packet that leaves a tunnel', () => {
  it('shows what is inside while it is encrypted, and is its plaintext from then on', async () => {
    const desk = await gatewayDesk();
    const { steps } = await desk.trace(1);
    const layers = async (version: 'in' | 'now' | 'out:0', step = -1) =>
      layersOf((await desk.bytes(1, version, step)).fields).join(' ');
    assert.equal(await layers('in'), 'eth ipv6 esp [ipv6] [icmpv6]');
    const mode = steps.find(({ id }) => id === 'esp6_input.mode')?.step ?? assert.fail();
    assert.equal(await layers('now', mode), 'eth ipv6 esp [ipv6] [icmpv6]');
    const route = steps.find(({ id }) => id === 'ip6_forward.route-lookup')?.step ?? assert.fail();
    assert.equal(await layers('now', route), 'ipv6 icmpv6');
    assert.equal(await layers('out:0'), 'ipv6 icmpv6');
    assert.deepEqual(newBytes(await desk.bytes(1, 'out:0')), ['7-8'], 'its hop limit');
  });

  it('stays closed when it was refused', async () => {
    const desk = await gatewayDesk();
    for (const row of [4, 5]) {
      assert.deepEqual(layersOf((await desk.bytes(row, 'in')).fields), ['eth', 'ipv6', 'esp'], `row ${row}`);
    }
  });
});

describe('a command that adds an association', () => {
  it('is a row whose text, trace and bytes show no key', async () => {
    const key = '000102030405060708090a0b0c0d0e0f';
    const given = readFileSync(join(PROJECT_ROOT, gatewayStack), 'utf8');
    const lines = `${given}\nat 0.0001s add ::1 ::2 esp 0x1007 -E aes-cbc 0x${key} ;\n`;
    const desk = await gatewayDesk({ texts: { [gatewayStack]: lines } });
    const rows = await desk.rows();
    const row = [...rows.kind].indexOf(COMMAND);
    assert.equal(text(rows, row, 'info'), 'Command at 0.0001s: add ::1 ::2 esp 0x1007 -E aes-cbc (key)');
    const shown = new TextDecoder().decode(rows.texts) + JSON.stringify(await desk.trace(row));
    assert.ok(!shown.includes(key));
  });
});
