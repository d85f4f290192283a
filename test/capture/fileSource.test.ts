import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSource } from '../../src/capture/files/fileSource';
import { Capture, CaptureError } from '../../src/capture/index';
import { pcapFile } from './build';

describe('captures in files', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'capture-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('reads a file by random access', () => {
    const path = join(folder, 'one.pcap');
    const bytes = Uint8Array.from({ length: 90 }, (_, i) => i);
    writeFileSync(
      path,
      pcapFile(
        {},
        Array.from({ length: 20_000 }, (_, i) => ({ seconds: i, ticks: 0, bytes })),
      ),
    );
    const source = new FileSource(path);
    const capture = Capture.openWhole(source);
    assert.equal(capture.frames, 20_000);
    for (const i of [19_999, 0, 7_000]) {
      assert.equal(capture.seconds(i), i);
      assert.deepEqual(capture.read(i), bytes);
    }
    source.close();
    source.close();
    assert.throws(() => capture.read(5_000), CaptureError);
  });

  it('says in a sentence why a file cannot be opened', () => {
    const missing = join(folder, 'missing.pcap');
    assert.throws(
      () => new FileSource(missing),
      new CaptureError(`${missing} cannot be opened: there is no such file.`),
    );
    assert.throws(
      () => new FileSource(folder),
      new CaptureError(`${folder} cannot be opened: it is a folder.`),
    );
  });

  it('does not wait for a named pipe that nobody writes to', function () {
    if (process.platform === 'win32') this.skip();
    const pipe = join(folder, 'pipe.pcap');
    execFileSync('mkfifo', [pipe]);
    assert.throws(() => new FileSource(pipe), new CaptureError(`${pipe} cannot be opened: it is no file.`));
  });
});
