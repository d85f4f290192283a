/** Frames made by hand: every field that we know, against tshark. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Capture, MemorySource } from '../../src/capture';
import { allFields, decodeLines } from '../../src/decode';
import { comparable, protocolOf } from './comparable';
import { type CraftedFrame, pcapOf } from './crafted';
import { craftedDifferences } from './craftedDifferences';
import { craftedGroups } from './craftedGroups';
import { lacksTshark, tsharkColumns } from './tshark';

const names = [...new Set(allFields().map(field => field.name))].filter(
  name => !/^frame($|\.)/.test(name) && name !== '_ws.expert' && !name.startsWith('_ws.expert.'),
);

/** Sentences about every frame and field in which we and tshark differ. */
function differences(frames: readonly CraftedFrame[], folder: string): string[] {
  const file = join(folder, 'crafted.pcap');
  const bytes = pcapOf(frames);
  writeFileSync(file, bytes);
  const fields = ['frame.protocols', ...names];
  const theirs = tsharkColumns(file, fields)!;
  const ours = [...decodeLines(Capture.openWhole(new MemorySource(bytes)), fields, () => undefined)].map(
    line => line.split('\t'),
  );
  assert.equal(ours.length, frames.length);
  const found: string[] = [];
  for (const [i, frame] of frames.entries()) {
    const chain = theirs.get('frame.protocols')![i];
    const { whole, protocols } = comparable(chain);
    for (const [column, field] of fields.entries()) {
      const our = ours[i][column];
      const their = theirs.get(field)![i];
      if (our === their) continue;
      if (!whole && (field === 'frame.protocols' || !protocols.has(protocolOf(field)))) continue;
      if (!whole && (protocolOf(field) === 'data' || (their.startsWith(our) && our !== ''))) continue;
      if (craftedDifferences.some(d => d.frames.test(frame.name) && d.fields.includes(field))) continue;
      found.push(`${frame.name} (${chain}): ${field}: ours ${our} | tshark ${their}`);
    }
  }
  return found;
}

describe('frames made by hand and tshark', () => {
  if (lacksTshark()) return;
  for (const [group, frames] of Object.entries(craftedGroups)) {
    it(`${group}: ${frames.length} frames agree in every field`, function () {
      this.timeout(120_000);
      const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
      try {
        const found = differences(frames, folder);
        assert.ok(found.length === 0, `${found.length} differences\n${found.slice(0, 20).join('\n')}`);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('lists no difference that no frame meets', () => {
    const all = Object.values(craftedGroups).flat();
    for (const { frames, reason } of craftedDifferences) {
      assert.ok(
        all.some(frame => frames.test(frame.name)),
        reason,
      );
    }
  });
});
