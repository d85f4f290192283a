/**
 * What a stranger's file may ask of the machine: each kind of thing has an end, and the line that passes it
 * is named.
 */
import { strict as assert } from 'node:assert';
import { checkStack, parseStack } from '../../src/config';

const CARD = 'ifconfig em0 inet6 2001:db8:ffff::1/64 up\n';

function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

const hex = (i: number) => i.toString(16);

/** Errors of meaning: their lines and what was expected. */
function errors(text: string): { line: number; expected: string | undefined }[] {
  const document = parseStack(text, 'big.stack');
  assert.deepEqual(document.problems, []);
  return checkStack(document)
    .filter(problem => problem.severity === 'error')
    .map(({ from, expected }) => ({ line: text.slice(0, from).split('\n').length, expected }));
}

describe('limits of a machine', () => {
  const cases = [
    { what: 'interfaces', most: 250, line: (i: number) => `ifconfig em${i} up`, before: '' },
    {
      what: 'policies',
      most: 20_000,
      line: (i: number) => `spdadd 2001:db8:${hex(i)}::/48 ::/0 any -P out discard`,
      before: '',
    },
    { what: 'rules', most: 65_536, line: () => 'ipfw add 100 deny ip6 from any to any', before: '' },
    { what: 'captures', most: 256, line: (i: number) => `replay "${i}.pcap" on em0`, before: CARD },
    {
      what: 'faults with filters',
      most: 256,
      line: () => 'fault m_copy ENOBUFS for "frame.number == 1"',
      before: '',
    },
    {
      what: 'divert lines with filters',
      most: 256,
      line: () => 'divert 8668 drop for "frame.number == 1"',
      before: '',
    },
    {
      what: 'addresses',
      most: 4096,
      // The three of lo0 and the first of em0 count as well.
      line: (i: number) => `ifconfig em0 inet6 2001:db8:${hex(i)}::1/64`,
      before: CARD,
      own: 4,
    },
  ];
  for (const { what, most, line, before, own = 0 } of cases) {
    it(`${most} ${what} and no more`, () => {
      assert.deepEqual(errors(before + lines(most - own, line)), []);
      const first = before.split('\n').length + most - own;
      assert.deepEqual(errors(before + lines(most - own + 1, line)), [
        { line: first, expected: `${most} ${what} at most` },
      ]);
    });
  }

  it('each address of a list counts as a rule', () => {
    const list = lines(32, i => `2001:db8:${hex(i)}::/48`).replaceAll('\n', ',');
    const many = `ipfw add 100 deny ip6 from ${list} to any`;
    assert.deepEqual(errors(lines(2048, () => many)), []);
    assert.equal(errors(lines(2049, () => many)).length, 1);
  });
});
