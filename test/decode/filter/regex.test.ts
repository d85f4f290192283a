import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ByteMatcher } from '../../../src/decode/filter/regex';
import { RegexProblem } from '../../../src/decode/filter/regexSyntax';

const bytes = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0));

function found(pattern: string, text: string): boolean {
  const data = bytes(`<<${text}>>`);
  return new ByteMatcher(pattern).search(data, 2, text.length);
}

describe('regular expressions of filters', function () {
  this.timeout(60_000);
  for (const [pattern, yes, no] of [
    ['abc', 'xABCx', 'ab'],
    ['(?-i)abc', 'xabcx', 'xABCx'],
    ['a(?i)b', 'aB', 'a'],
    ['^ab', 'abc', 'cab'],
    ['ab$', 'cab\n', 'abc'],
    ['ab\\z', 'cab', 'cab\n'],
    ['(?m)^b$', 'a\nb\nc', 'a\nbc'],
    ['a.c', 'abc', 'a\nc'],
    ['(?s)a.c', 'a\nc', 'ac'],
    ['\\bip\\b', 'eth:ip:udp', 'eth:ipv6'],
    ['a\\Bb', 'ab', 'a b'],
    ['[[:digit:]a-c]{3}', 'x1bC', 'x1bd'],
    ['[^\\x00-\\x7f]', '\xe9', 'e'],
    ['[]a]+$', ']', 'b'],
    ['[x\\d-]+$', '-', 'y'],
    ['(a|b)*c{2,3}', 'ababcc', 'abc'],
    ['x{2}{2}', 'xxxx', 'xxx'],
    ['a{,2}', 'a{,2}', 'aa'],
    ['\\Q(a.\\Eb', '(a.b', '(aab'],
    ['(?x) a b # and no more', 'ab', 'a b'],
    ['(?#nothing)a', 'a', 'b'],
    ['(?<name>a)(?:b)', 'ab', 'a'],
    ['\\x{41}\\101\\o{101}', 'aaa', 'aa'],
    ['\\p{Lu}(?i)\\P{L}', 'A1', 'AA'],
    ['a\\Rb', 'a\r\nb', 'a b'],
    ['', '', null],
    ['a|', 'x', null],
    ['(^a|b)c', 'xbc', 'xac'],
  ] as const) {
    it(`finds ${pattern}`, () => {
      assert.ok(found(pattern, yes));
      if (no !== null) assert.ok(!found(pattern, no));
    });
  }

  for (const pattern of [
    ...[
      '(',
      ')',
      '[',
      '*',
      '+',
      'a**',
      'a{2,1}',
      'a{70000}',
      '\\',
      '[z-a]',
      '[[:foo:]]',
      '\\y',
      '(?z)',
      '\\p{Nothing}',
    ],
    ...[
      '(a)\\1',
      '\\g{1}',
      'a++',
      '(?=a)',
      '(?<!a)',
      '(?>a)',
      '(*ACCEPT)',
      '(?R)',
      '((((a{999}){999}){999}){999})',
    ],
    ...['('.repeat(100_000), '\\x{100}', '(?#', '[a'],
  ]) {
    it(`refuses ${pattern.slice(0, 40)}`, () => {
      assert.throws(() => new ByteMatcher(pattern), RegexProblem);
    });
  }

  it('finds what the expressions of JavaScript find', () => {
    const letter = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '[^a]',
      '.',
      '\\b',
      '(?:a|b)',
      '(ab|c)',
      '\\w',
      '\\W',
      '-',
    );
    const times = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '*?');
    const sign = fc.constantFrom('', '', '', '|');
    const piece = fc.tuple(letter, times, sign).map(([a, b, c]) => (a === '\\b' ? a : a + b) + c);
    const pattern = fc
      .tuple(fc.constantFrom('', '^'), fc.array(piece, { maxLength: 6 }), fc.constantFrom('', '$'))
      .map(parts => parts.flat().join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '-', ' '), maxLength: 12 });
    fc.assert(
      fc.property(pattern, fc.array(text, { maxLength: 5 }), (source, texts) => {
        const expected = new RegExp(source, 'i');
        const matcher = new ByteMatcher(source);
        for (const one of texts) {
          assert.equal(
            matcher.search(bytes(one), 0, one.length),
            expected.test(one),
            `/${source}/ in "${one}"`,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws anything but a problem, whatever the expression', () => {
    const any = fc.oneof(
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code)) }),
      fc.array(fc.constantFrom(...'()[]{}|*+?^$\\.-:!=<>aBdwPQ,19#x'.split(''))).map(list => list.join('')),
    );
    fc.assert(
      fc.property(any, pattern => {
        try {
          new ByteMatcher(pattern).search(bytes('aB1 \n:('), 0, 7);
        } catch (problem) {
          assert.ok(problem instanceof RegexProblem, String(problem));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to the bytes where others never end', () => {
    const many = bytes('a'.repeat(200_000));
    for (const pattern of ['(a+)+$b', '(a|aa)+c', '(a*)*b', '(.*a){12}b', '(a|b)*a.{12}c']) {
      assert.ok(!new ByteMatcher(pattern).search(many, 0, many.length));
    }
  });

  it('stays right when it has to forget its states', () => {
    const pattern = '(a|b)*a[ab]{11}c';
    const matcher = new ByteMatcher(pattern);
    const expected = new RegExp(pattern, 'i');
    let seed = 1;
    let text = '';
    for (let i = 0; i < 30_000; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      text += (seed >> 16) & 1 ? 'a' : 'b';
    }
    assert.equal(matcher.search(bytes(text), 0, text.length), false);
    assert.equal(matcher.search(bytes(`${text}abbbbbbbbbbbc`), 0, text.length + 13), true);
    assert.ok(expected.test('abbbbbbbbbbbc'));
  });
});
