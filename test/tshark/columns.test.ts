/**
 * The columns of the packet list, against tshark: every frame of every capture, and frames made by hand, with
 * the protocols disabled that are not decoded here; and where all layers are ours, against tshark as it is.
 *
 * Environment: PACKET_DEBUGGER_CAPTURES names the folder of third-party captures.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Capture, MemorySource } from '../../src/capture';
import { FileSource } from '../../src/capture/files/fileSource';
import { CaptureDecoder, type ColumnText, ColumnTexts } from '../../src/decode';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';
import { captureFiles, thirdParty } from './captures';
import { type ColumnDifference, columnDifferences, wholeDifferences } from './columnDifferences';
import { ColumnReference, type ReferenceRow } from './columnReference';
import { comparable } from './comparable';
import { pcapOf } from './crafted';
import { type CraftedLink, craftedColumns } from './craftedColumns';
import { craftedGroups } from './craftedGroups';
import { lacksTshark } from './tshark';

const COLUMNS = ['source', 'destination', 'protocol', 'info'] as const;

/** Differences that a frame met. */
const met = new Set<ColumnDifference>();
const count = { equal: 0, exempt: 0 };

function ourRows(capture: Capture): ColumnText[] {
  const texts = new ColumnTexts();
  const decoder = new CaptureDecoder(capture, texts.fields);
  const rows: ColumnText[] = [];
  for (let d = decoder.next(); d !== null; d = decoder.next()) rows.push(texts.of(d));
  return rows;
}

/** Sentences about the rows in which we and tshark differ without a reason that is listed. */
function compare(
  ours: readonly ColumnText[],
  theirs: readonly ReferenceRow[],
  differences: readonly ColumnDifference[],
  nameOf: (i: number) => string,
): string[] {
  assert.equal(ours.length, theirs.length, 'number of frames');
  const found: string[] = [];
  for (const [i, their] of theirs.entries()) {
    const our = ours[i];
    if (COLUMNS.every(column => our[column] === their[column])) {
      count.equal++;
      continue;
    }
    const difference = differences.find(({ explains }) => explains(our, their));
    if (difference !== undefined) {
      met.add(difference);
      count.exempt++;
      continue;
    }
    const text = (row: ColumnText) => COLUMNS.map(column => row[column]).join(' | ');
    found.push(`${nameOf(i)} (${their.chain})\n  ours   ${text(our)}\n  tshark ${text(their)}`);
  }
  return found;
}

/** The frames of which tshark dissects no layer that is not ours. */
function comparableRows(ours: readonly ColumnText[], theirs: readonly ReferenceRow[]) {
  const kept = theirs.flatMap((row, i) => (row.chain !== '' && comparable(row.chain).whole ? [i] : []));
  return { kept, ours: kept.map(i => ours[i]), theirs: kept.map(i => theirs[i]) };
}

function assertNone(found: readonly string[]): void {
  assert.ok(found.length === 0, `${found.length} rows differ\n${found.slice(0, 20).join('\n')}`);
}

const groups: readonly CraftedLink[] = [
  ...Object.entries(craftedGroups).map(([name, frames]) => ({ name, linkType: LINKTYPE_ETHERNET, frames })),
  ...craftedColumns(),
];

describe('columns of the packet list and tshark', function () {
  this.timeout(120_000);
  if (lacksTshark()) return;
  let reference: ColumnReference;
  before(() => {
    reference = new ColumnReference();
  });
  after(() => {
    reference.dispose();
    console.log(`      ${count.equal} rows equal, ${count.exempt} different for a listed reason`);
  });

  for (const file of captureFiles()) {
    it(`${basename(file)} agrees in every row`, () => {
      const whole = reference.whole(file);
      if (whole === null || whole.length === 0) return;
      const source = new FileSource(file);
      try {
        const ours = ourRows(Capture.openWhole(source));
        assert.equal(ours.length, whole.length, 'number of frames');
        const rows = comparableRows(ours, whole);
        assertNone(
          compare(rows.ours, rows.theirs, wholeDifferences, i => `frame ${rows.kept[i] + 1}, whole`),
        );
        // Where all layers are ours, nothing is there to be disabled.
        if (rows.kept.length === whole.length) return;
        const disabled = reference.disabled(file);
        assert.ok(disabled);
        assertNone(compare(ours, disabled, columnDifferences, i => `frame ${i + 1}`));
      } finally {
        source.close();
      }
    });
  }

  for (const { name, linkType, frames } of groups) {
    it(`${name}: ${frames.length} frames made by hand agree in every row`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
      try {
        const file = join(folder, 'crafted.pcap');
        const bytes = pcapOf(frames, linkType);
        writeFileSync(file, bytes);
        const ours = ourRows(Capture.openWhole(new MemorySource(bytes)));
        assertNone(compare(ours, reference.disabled(file)!, columnDifferences, i => frames[i].name));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('lists no difference that no frame meets', () => {
    for (const difference of wholeDifferences) {
      if (difference.thirdParty && thirdParty === undefined) continue;
      assert.ok(met.has(difference), difference.reason);
    }
  });
});
