/**
 * Every capture, read by us and by tshark: count, times, lengths, interfaces, link types,
 * comments and directions are equal.
 */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { type Capture, CaptureError } from '../../src/capture/index';
import { captureFiles } from '../tshark/captures';
import { lacksTshark } from '../tshark/tshark';
import { openFile } from './files';

/** tshark's number of an encapsulation for each link type that the project decodes. */
const encapsulations: Readonly<Record<number, string>> = {
  [-1]: '',
  0: '15',
  1: '1',
  9: '4',
  12: '7',
  14: '7',
  101: '7',
  108: '15',
  113: '25',
  149: '47',
  228: '129',
  229: '130',
  258: '171',
  276: '210',
  // Link types that are shown as data.
  107: '26',
  195: '104',
  253: '158',
};

const sections = 'tshark 4.0 looks up the name of an interface of a later section in the first section';

/** What tshark says otherwise on purpose or by mistake, with the reason. */
const differences: Readonly<Record<string, { fields: readonly string[]; because: string }>> = {
  'timestamp_invalid_nano.pcap': {
    fields: ['frame.time_epoch'],
    because: 'a second of 10^9 nanoseconds or more is carried over here and printed as it stands by tshark',
  },
  'ngt-le-test201.pcapng': { fields: ['frame.interface_name'], because: sections },
  'ngt-le-test202.pcapng': { fields: ['frame.interface_name'], because: sections },
};

const fields = [
  'frame.number',
  'frame.time_epoch',
  'frame.len',
  'frame.cap_len',
  'frame.encap_type',
  'frame.interface_id',
  'frame.interface_name',
  'frame.comment',
  'frame.packet_flags_direction',
];

describe('captures beside tshark', function () {
  this.timeout(20_000);
  if (lacksTshark()) return;
  for (const file of captureFiles()) {
    it(basename(file), () => {
      const run = spawnSync(
        'tshark',
        ['-n', '-r', file, '-T', 'fields', '-E', 'separator=/t', ...fields.flatMap(field => ['-e', field])],
        { encoding: 'utf8', maxBuffer: 1 << 28 },
      );
      const theirs = run.stdout.split('\n').slice(0, -1).map(plainDirection);
      let capture: Capture;
      try {
        capture = openFile(file);
      } catch (error) {
        assert.ok(error instanceof CaptureError, String(error));
        assert.match(error.message, /^[A-Z].*\.$/);
        assert.notEqual(run.status, 0, `tshark opens it, we say: ${error.message}`);
        return;
      }
      if (/network type \d+ unknown/.test(run.stderr)) {
        assert.equal(
          encapsulations[capture.linkType(0)],
          undefined,
          'tshark does not know a link type of ours',
        );
        return;
      }
      assert.equal(capture.damage === null, run.status === 0, capture.damage?.message ?? run.stderr);
      const apart = differences[basename(file)]?.fields ?? [];
      const blank = (line: string) =>
        line
          .split('\t')
          .map((value, i) => (apart.includes(fields[i]) ? '*' : value))
          .join('\t');
      const ours = Array.from({ length: capture.frames }, (_, i) => row(capture, i));
      assert.deepEqual(ours.map(blank), theirs.map(blank));
    });
  }
});

/** A line with the direction in words of ours: tshark prints all flags where the capture has flags. */
function plainDirection(line: string): string {
  const values = line.split('\t');
  values[8] = String(Number(values[8]) & 3);
  return values.join('\t');
}

/** Text as tshark prints it in a column. */
function escaped(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

function row(capture: Capture, i: number): string {
  const interfaceIndex = capture.interfaceOf(i);
  const described = interfaceIndex < 0 ? null : capture.interfaces[interfaceIndex];
  const classic = capture.format === 'pcap';
  const linkType = capture.linkType(i);
  return [
    i + 1,
    capture.hasTime(i) ? `${capture.seconds(i)}.${String(capture.nanoseconds(i)).padStart(9, '0')}` : '',
    capture.originalLength(i),
    capture.capturedLength(i),
    encapsulations[linkType] ?? `link type ${linkType}`,
    classic || described === null ? '' : described.id,
    classic || described === null ? '' : escaped(described.name || 'unknown'),
    capture.comment(i).map(escaped).join(','),
    capture.direction(i),
  ].join('\t');
}
