/** The README's table of the .stack language is the reference's own. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceTable } from '../../src/config';

const file = join(PROJECT_ROOT, 'README.md');
const section = /(<!-- reference -->\n)([\s\S]*?)(<!-- end of reference -->)/;

describe('README', () => {
  it('shows every command as the reference has it', () => {
    const text = readFileSync(file, 'utf8');
    const shown = section.exec(text);
    const table = `${referenceTable().trim()}\n`;
    if (process.env.UPDATE_GOLDEN !== undefined) {
      writeFileSync(
        file,
        text.replace(section, (_, head: string, _old, tail: string) => head + table + tail),
      );
      return;
    }
    assert.equal(shown?.[2], table);
  });
});
