import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reference } from '../../src/config/index';

interface Rule {
  readonly match: string;
  readonly name?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}
interface Grammar {
  readonly scopeName: string;
  readonly patterns: readonly { readonly include: string }[];
  readonly repository: Readonly<Record<string, Rule>>;
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'syntaxes', file), 'utf8'));
const grammar = read('packet-stack.tmLanguage.json') as Grammar;
const rules = grammar.patterns.map(({ include }) => {
  const rule = grammar.repository[include.slice(1)];
  return { rule, pattern: new RegExp(rule.match, 'dg') };
});

/**
 * Texts of a line with their innermost scope, as an editor colours them: the earliest match wins, then the
 * first rule.
 */
function coloured(line: string): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; at < line.length; ) {
    let best: { rule: Rule; match: RegExpExecArray } | null = null;
    for (const { rule, pattern } of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(line);
      if (match !== null && match[0] !== '' && (best === null || match.index < best.match.index))
        best = { rule, match };
    }
    if (best === null) break;
    const { rule, match } = best;
    if (rule.name !== undefined) found.push([match[0], short(rule.name)]);
    for (const [group, { name }] of Object.entries(rule.captures ?? {})) {
      if (match[Number(group)] !== undefined) found.push([match[Number(group)], short(name)]);
    }
    at = match.index + match[0].length;
  }
  return found;
}

const short = (scope: string): string => scope.replace('.packet-stack', '');

describe('the grammar of .stack files', () => {
  it('names each of its rules once', () => {
    assert.equal(grammar.scopeName, 'source.packet-stack');
    assert.deepEqual(
      grammar.patterns.map(pattern => pattern.include.slice(1)).sort(),
      Object.keys(grammar.repository).sort(),
    );
  });

  const lines: [string, [string, string][]][] = [
    [
      'ifconfig em0 inet6 2001:db8:1::1/64 up # LAN',
      [
        ['ifconfig', 'entity.name.function.command'],
        ['em0', 'variable.other.interface'],
        ['inet6', 'keyword.other'],
        ['2001:db8:1::1/64', 'constant.numeric.address'],
        ['/64', 'constant.numeric.prefix-length'],
        ['up', 'keyword.other'],
        ['# LAN', 'comment.line.number-sign'],
      ],
    ],
    [
      'at 1.5s route add -inet6 default fe80::1%em1',
      [
        ['at', 'keyword.control'],
        ['1.5s', 'constant.numeric.time'],
        ['route', 'entity.name.function.command'],
        ['add', 'keyword.other'],
        ['-inet6', 'storage.modifier.option'],
        ['default', 'keyword.other'],
        ['fe80::1%em1', 'constant.numeric.address'],
        ['em1', 'variable.other.interface'],
      ],
    ],
    [
      'sysctl net.inet6.ip6.forwarding=1',
      [
        ['sysctl', 'entity.name.function.command'],
        ['net.inet6.ip6.forwarding', 'variable.other.setting'],
        ['=', 'keyword.operator.assignment'],
        ['1', 'constant.numeric'],
      ],
    ],
    [
      'ndp -s 2001:db8:1:2:3:4:5:6 02:00:00:00:01:02',
      [
        ['ndp', 'entity.name.function.command'],
        ['-s', 'storage.modifier.option'],
        ['2001:db8:1:2:3:4:5:6', 'constant.numeric.address'],
        ['02:00:00:00:01:02', 'constant.numeric.link-address'],
      ],
    ],
    [
      'setkey spdflush',
      [
        ['setkey', 'entity.name.function.command'],
        ['spdflush', 'entity.name.function.command'],
      ],
    ],
    [
      'spdadd ::/0 ::/0 any -P out ipsec esp/tunnel/2001:db8::1-2001:db8::2/unique:5 ; spdflush',
      [
        ['spdadd', 'entity.name.function.command'],
        ['::/0', 'constant.numeric.address'],
        ['/0', 'constant.numeric.prefix-length'],
        ['::/0', 'constant.numeric.address'],
        ['/0', 'constant.numeric.prefix-length'],
        ['any', 'keyword.other'],
        ['-P', 'storage.modifier.option'],
        ['out', 'keyword.other'],
        ['ipsec', 'keyword.other'],
        ['esp', 'support.type.protocol'],
        ['tunnel', 'keyword.other'],
        ['2001:db8::1-2001:db8::2', 'constant.numeric.address'],
        ['unique', 'keyword.other'],
        ['5', 'constant.numeric'],
        ['spdflush', 'entity.name.function.command'],
      ],
    ],
    [
      'replay "a #b;c.pcap" (lan = em0, wan=em1)',
      [
        ['replay', 'keyword.control'],
        ['"a #b;c.pcap"', 'string.quoted.double'],
        ['=', 'keyword.operator'],
        ['em0', 'variable.other.interface'],
        ['=', 'keyword.operator'],
        ['em1', 'variable.other.interface'],
      ],
    ],
    [
      'expect frame 12 dropped at ip6_forward.source-scope=beyond-scope',
      [
        ['expect', 'keyword.control'],
        ['frame', 'keyword.other'],
        ['12', 'constant.numeric'],
        ['dropped', 'constant.language.verdict'],
        ['at', 'keyword.other'],
        ['ip6_forward.source-scope', 'entity.name.tag.decision'],
        ['=', 'keyword.operator'],
        ['beyond-scope', 'support.constant.outcome'],
      ],
    ],
    [
      'fault if_output ENOBUFS 3 times \\',
      [
        ['fault', 'keyword.control'],
        ['ENOBUFS', 'constant.language.errno'],
        ['3', 'constant.numeric'],
        ['times', 'keyword.other'],
        ['\\', 'constant.character.escape.line-continuation'],
      ],
    ],
  ];
  for (const [line, expected] of lines) it(line, () => assert.deepEqual(coloured(line), expected));

  it('colours every word of the reference in its example', () => {
    for (const { word, example } of reference) {
      const texts = coloured(example).map(([text]) => text);
      assert.ok(texts.includes(word), `${word} in ${example}: ${JSON.stringify(texts)}`);
    }
  });

  it('has a configuration for comments, brackets and words', () => {
    const configuration = read('packet-stack.language-configuration.json') as {
      comments: { lineComment: string };
      wordPattern: string;
    };
    assert.equal(configuration.comments.lineComment, '#');
    const word = new RegExp(configuration.wordPattern, 'g');
    assert.deepEqual('route add -inet6 fe80::1%em1 -ifp em0'.match(word), [
      'route',
      'add',
      '-inet6',
      'fe80::1%em1',
      '-ifp',
      'em0',
    ]);
  });
});
