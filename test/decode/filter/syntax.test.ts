import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileFilter, formatFilter } from '../../../src/decode/filter';

function formatted(text: string): string {
  const result = formatFilter(text);
  assert.ok(result.ok, result.ok ? '' : `${text}: ${result.error.message}`);
  return result.text;
}

/** The error of a filter: the text that it points at, and its message. */
function problem(text: string): { at: string; from: number; message: string } {
  const compiled = compileFilter(text);
  assert.ok(!compiled.ok, `${text} is accepted`);
  const { from, to, message } = compiled.error;
  assert.ok(from >= 0 && from <= to && to <= text.length, `${text}: ${from}-${to}`);
  return { at: text.slice(from, to), from, message };
}

describe('the syntax of filters', function () {
  this.timeout(60_000);
  for (const [text, expected] of [
    ['ipv6.hlim eq 64', 'ipv6.hlim == 64'],
    ['ipv6.hlim any_eq 64', 'ipv6.hlim == 64'],
    ['ipv6.hlim all_eq 64', 'ipv6.hlim === 64'],
    ['ipv6.hlim ne 64', 'ipv6.hlim != 64'],
    ['ipv6.hlim all_ne 64', 'ipv6.hlim != 64'],
    ['ipv6.hlim any_ne 64', 'ipv6.hlim !== 64'],
    ['ipv6.hlim ~= 64', 'ipv6.hlim !== 64'],
    ['a gt 1 && b ge 2 || c lt 3 && d le 4', 'a > 1 and b >= 2 or c < 3 and d <= 4'],
    ['a ~ "x"', 'a matches "x"'],
    ['a or b and c', 'a or b and c'],
    ['(a or b) and c', '(a or b) and c'],
    ['a or b xor c and d', 'a or b xor c and d'],
    ['(a or b) ^^ c', '(a or b) xor c'],
    ['not a and b', 'not a and b'],
    ['!(a and b)', 'not (a and b)'],
    ['a and (b and c)', 'a and (b and c)'],
    ['not a == 1', 'not a == 1'],
    ['a == b == c', 'a == b and b == c'],
    ['a not in {1, 2 .. 3, -4}', 'not a in {1, 2 .. 3, -4}'],
    ['a + 1 * 2 & 3 == 4', 'a + 1 * 2 & 3 == 4'],
    ['{a + 1} * {2 & 3} == 4', '{a + 1} * {2 & 3} == 4'],
    ['a - {b - c} == 1', 'a - {b - c} == 1'],
    ['a bitwise_and 1', 'a & 1'],
    ['all a#2[0:4] == 00:11', 'all a#[2:1][0:4] == 00:11'],
    ['a#[1-2,-1] == b[1-2,3,-2:,:4]', 'a#[1-2,-1:1] == b[1-2,3:1,-2:,0:4]'],
    ['.a.b == :33', '.a.b == :33'],
    ['a contains "\\x00q\\"\\101\\n\\u00e9"', 'a contains "\\x00q\\"A\\x0a\\xc3\\xa9"'],
    ['a contains r"\\d"', 'a contains "\\\\d"'],
    ["a == 'b' or a == '\\''", "a == 'b' or a == '\\''"],
    [`max(a, 1+2) == \${b#[1]}`, `max(a, 1 + 2) == \${b#[1:1]}`],
    ['a==fe80::1/64', 'a == fe80::1/64'],
    ['a in{fe80::..fe80::ffff}', 'a in {fe80:: .. fe80::ffff}'],
    ['a-b == 1-2', 'a-b == 1-2'],
    ['  ', ''],
  ]) {
    it(`reads ${text}`, () => {
      assert.equal(formatted(text), expected);
      assert.equal(formatted(expected), expected);
    });
  }

  for (const [text, at, message] of [
    ['ipv6.hlim = 64', '=', /equality is written ==/],
    ['ipv6 and', '', /ends too early/],
    ['(ipv6', '', /"\)" is expected/],
    ['ipv6)', ')', /not expected here/],
    ['ipv6 ipv6', 'ipv6', /not expected here/],
    ['any ipv6', '', /a comparison is expected/],
    ['ipv6 not 3', '3', /"in" is expected/],
    ['ipv6.hlim in 64', '64', /"\{" is expected/],
    ['ipv6.hlim in {1,}', '}', /a field or a value is expected/],
    ['ipv6.hlim + 1 in {2}', 'in', /not expected/],
    ['ipv6.hlim == --1', '-', /a field or a value/],
    ['ipv6.src[0:0] == 1', '0:0', /length of 1 or more/],
    ['ipv6.src[2-1] == 1', '2-1', /does not end after it begins/],
    ['ipv6.src[x] == 1', 'x', /not a whole number/],
    ['ipv6.src[0', '[0', /closing bracket/],
    ['ipv6.hlim#a', 'a', /number of a layer/],
    ['frame contains "abc', '"abc', /closing double quote/],
    ['frame contains "a\\q"', '\\q', /not an escape/],
    ['frame contains "\\400"', '\\400', /larger than a byte/],
    ["frame contains ''", "''", /a character must stand/],
    ["frame contains 'ab'", "'ab'", /more than one character/],
    ['frame.protocols == é', 'é', /double quotes/],
    ['nothing.known', 'nothing.known', /no field or protocol/],
    ['ipv6.hlim == 256', '256', /ends at 255/],
    ['64 == ipv6.hlim', '64', /a field or a function must stand on the left of ==/],
    ['1 + ipv6.hlim == 2', '1', /on the left/],
    ['ipv6.src == fe80::/129', 'fe80::/129', /at most 128 bits/],
    ['ipv6.src == 10.0.0.1', '10.0.0.1', /not an IPv6 address/],
    ['ipv6.src == eth.src', 'eth.src', /an Ethernet address and cannot be compared with ipv6.src/],
    ['eth.src == 00:11', '00:11', /has 6 bytes/],
    ['ipv6.hlim[0] == 1', 'ipv6.hlim', /no bytes to choose/],
    ['frame.time + 1 == 2', 'frame.time', /cannot be used with \+/],
    ['frame.time > "tomorrow"', '"tomorrow"', /not a point in time/],
    ['frame.time_relative > 1ms', '1ms', /not a duration/],
    ['ipv6.src contains fe80', 'ipv6.src', /works on texts/],
    ['frame matches abc', 'abc', /double quotes/],
    ['frame matches "("', '"("', /parenthesis is missing/],
    ['size(ipv6) == 1', 'size', /there is no function size/],
    ['len(ipv6, ipv6) == 1', 'len', /takes one argument/],
    ['len(ipv6)', 'len(ipv6)', /must be compared/],
    ['lower(ipv6.hlim) == "a"', 'ipv6.hlim', /not a text/],
    ['frame.time[0] == 1', 'frame.time', /no bytes to choose/],
  ] as const) {
    it(`points at what is wrong in ${text}`, () => {
      const found = problem(text);
      assert.equal(found.at, at);
      assert.match(found.message, message);
    });
  }

  it('points at the place and not at an equal word before it', () => {
    assert.equal(problem('ipv6 and ipv6 ipv6').from, 14);
  });

  const pieces = [
    ...[
      'ipv6.hlim',
      'frame',
      'ipv6.src',
      'eth.src',
      'nothing',
      'and',
      'or',
      'not',
      'xor',
      'any',
      'all',
      'in',
      '==',
    ],
    ...[
      '===',
      '!=',
      '~',
      'contains',
      'matches',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      '[0:4]',
      '#1',
      '#[-1]',
      ',',
      '..',
      '&',
    ],
    ...[
      '+',
      '-',
      '*',
      '/',
      '%',
      '64',
      '0x40',
      'fe80::1/64',
      '00:11',
      '"a.*b"',
      "'c'",
      'len',
      'max(',
      '.',
      ':',
      '$',
      `\${`,
    ],
  ];
  const filters = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map(words => words.join(' '));

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), filters), text => {
        const compiled = compileFilter(text);
        if (compiled.ok) return;
        const { from, to, message } = compiled.error;
        assert.ok(from >= 0 && from <= to && to <= text.length && message !== '');
      }),
      { numRuns: 1000 },
    );
  });

  it('reads again what it prints', () => {
    fc.assert(
      fc.property(filters, text => {
        const once = formatFilter(text);
        if (!once.ok) return;
        const twice = formatFilter(once.text);
        assert.deepEqual(twice, once);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what nests too deeply instead of overflowing', () => {
    for (const text of [
      '('.repeat(100_000),
      'not '.repeat(100_000),
      'len('.repeat(100_000),
      '{'.repeat(100_000),
    ]) {
      assert.ok(!compileFilter(text).ok);
    }
  });

  it('takes filters of any length that do not nest', () => {
    const text = new Array(5000).fill('ipv6.hlim == 64').join(' or ');
    assert.ok(compileFilter(text).ok);
    assert.ok(formatFilter(text).ok);
  });
});
