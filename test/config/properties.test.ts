import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import * as stack from '#stack/running';
import {
  applyCommand,
  type Command,
  checkStack,
  commandEntries,
  commandWords,
  formatCommand,
  isMachineCommand,
  kernelOptions,
  lex,
  ndFlags,
  ndVariables,
  parseStack,
  printStack,
  quote,
  reference,
  referenceOf,
  referenceTable,
  timeOf,
  timeText,
  wordsOf,
} from '../../src/config/index';
import { divertWords } from '../../src/config/parse/divert';
import { ifconfigWords } from '../../src/config/parse/ifconfig';
import { ipfwActions } from '../../src/config/parse/ipfw/action';
import { ipfwOptions } from '../../src/config/parse/ipfw/options';
import { linkWords } from '../../src/config/parse/link';
import { listenWords } from '../../src/config/parse/listen';
import { mldWords } from '../../src/config/parse/mld';
import { arpWords, ndpWords } from '../../src/config/parse/ndp';
import { routeWords } from '../../src/config/parse/route';
import { verdictWords } from '../../src/config/parse/scenario';
import { setkeyWords } from '../../src/config/parse/setkey';

/** A command without places: what it means. */
function meaning(command: unknown): unknown {
  return JSON.parse(
    JSON.stringify(command, (key, value: unknown) => {
      if (key === 'from' || key === 'to' || key === 'origin') return undefined;
      if (value instanceof Uint8Array) return Array.from(value);
      if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
      return value;
    }),
  );
}

const meanings = (commands: readonly Command[]) => commands.map(meaning);

const name = fc.constantFrom('em0', 'em1', 'tun0', 'lo0', 'wan', 'gif3');
const hextets = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
const global6 = hextets.map(parts => ['2001', ...parts.slice(1).map(part => part.toString(16))].join(':'));
const linkLocal = fc
  .tuple(fc.integer({ min: 0, max: 0xffff }), name)
  .map(([id, on]) => `fe80::${id.toString(16)}%${on}`);
const any6 = fc.oneof(global6, linkLocal);
const prefix6 = fc
  .tuple(global6, fc.integer({ min: 0, max: 128 }))
  .map(([addr, length]) => `${addr}/${length}`);
const v4 = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }).map(parts => parts.join('.'));
const mac = fc
  .array(fc.nat(255), { minLength: 6, maxLength: 6 })
  .map(parts => parts.map(part => part.toString(16)).join(':'));
const nat = (max: number) => fc.nat(max).map(String);
const words = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map(texts => texts.filter(text => text !== '').join(' '));
const maybe = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), part);
const is = fc.constant;
const oneOf = fc.constantFrom;
const fileName = fc.string({ maxLength: 12 }).map(text => quote(`${text.replace(/[\r\n]/g, '')}.pcap`, true));

const ifconfig = words(
  is('ifconfig'),
  name,
  maybe(words(is('lladdr'), mac)),
  maybe(words(is('mtu'), fc.integer({ min: 72, max: 65535 }).map(String))),
  maybe(
    words(
      is('inet6'),
      prefix6,
      maybe(global6),
      oneOf('', 'anycast', 'deprecated', '-autoconf', 'eui64'),
      oneOf('', 'alias', 'delete'),
    ),
  ),
  maybe(words(is('inet'), v4, is('netmask 255.255.240.0'))),
  oneOf('', 'up', 'down', '-link1', 'group lan', 'create'),
);
const bridge = words(
  is('ifconfig bridge0'),
  oneOf('', 'create', 'up', 'flush', 'flushall'),
  maybe(words(oneOf('addm', 'deletem', 'learn', '-learn', 'discover', '-discover'), name)),
  maybe(words(is('maxaddr'), nat(65535))),
  maybe(words(is('timeout'), nat(100_000))),
  maybe(fc.oneof(words(is('static'), name, mac), words(is('deladdr'), mac))),
);
const route = words(
  is('route'),
  oneOf('add', 'change'),
  is('-inet6'),
  fc.oneof(is('default'), prefix6, global6),
  fc.oneof(any6, words(is('-interface'), name)),
  maybe(oneOf('-blackhole', '-reject', '-dynamic -static', '-mtu 1400', '-ifp em0')),
);
const policy = words(
  oneOf('spdadd', 'setkey spdadd'),
  prefix6,
  fc.oneof(
    prefix6,
    words(prefix6).map(text => `${text}[80]`),
  ),
  oneOf('any', 'tcp', 'icmp6 135,0', '58', '200'),
  oneOf('-P in', '-P out'),
  fc.oneof(
    oneOf('discard', 'none', 'ipsec'),
    fc
      .tuple(global6, global6)
      .map(([src, dst]) => `ipsec esp/tunnel/${src}-${dst}/unique:3 ah/transport//use`),
  ),
  oneOf('', ';'),
);
const ruleAddress = fc.oneof(
  oneOf('any', 'me', 'table(1,7)', '192.0.2.0/24', '192.0.0.1:255.0.255.255'),
  prefix6,
  words(is('not'), global6),
  fc.tuple(global6, global6).map(pair => pair.join(',')),
);
const ipfw = words(
  is('ipfw add'),
  maybe(fc.integer({ min: 1, max: 65534 }).map(String)),
  oneOf('allow', 'set 3 deny', 'count log', 'skipto 40000', 'divert 8668', 'unreach port', 'reset6'),
  oneOf('ip', 'ip6', 'tcp', '58', 'ipv6-icmp', '{ tcp or not udp }'),
  is('from'),
  ruleAddress,
  oneOf('', '1-1023,8080', 'not 53'),
  is('to'),
  ruleAddress,
  oneOf('', 'in', 'out', 'frag', 'tcpflags syn,!ack', 'icmp6types 1,128', '{ in or not diverted }'),
  maybe(words(oneOf('recv', 'via'), oneOf('em0', 'em*'))),
  maybe(
    words(
      oneOf('src-ip', 'not dst-ip', 'dst-ip6'),
      oneOf('me', 'table(1)', '192.0.2.1', '::1,2001:db8::/32'),
    ),
  ),
  oneOf('', 'src-port 53 not dst-port 1-5', '{ proto tcp or proto udp }'),
);
const divertAnswer = words(
  is('pass'),
  oneOf('', 'after 5ms', 'cookie 300', 'times 2'),
  oneOf('', 'address 0.0.0.0', 'name em1', 'name ""'),
  oneOf('', 'set ip.ttl = 5', 'set ip.dst=192.0.2.9,udp.dstport =53', 'set data[0:2] = 01:02 unmended'),
);
const divert = words(
  is('divert 8668'),
  fc.oneof(
    oneOf('drop', 'drop after 1s'),
    divertAnswer,
    fc.tuple(divertAnswer, divertAnswer).map(pair => pair.join(' then ')),
  ),
  oneOf('', 'for udp', 'for ip.ttl < 5 and not icmp'),
);
const machineCommand = fc.oneof(
  ifconfig,
  bridge,
  route,
  policy,
  ipfw,
  words(is('route'), oneOf('delete', 'delete'), is('-inet6'), prefix6),
  words(is('ndp -s'), any6, mac, oneOf('', 'temp', 'proxy')),
  words(
    is('ndp -i'),
    name,
    oneOf('', 'nud', '-nud disabled'),
    maybe(nat(5000).map(value => `linkmtu=${value}`)),
  ),
  words(is('arp -s'), v4, mac, oneOf('', 'pub', 'temp')),
  nat(3).map(value => `sysctl net.inet6.ip6.forwarding=${value} net.inet6.ip6.hlim=64`),
  fc
    .tuple(global6, global6, fc.integer({ min: 256, max: 0xffffffff }))
    .map(
      ([src, dst, spi]) => `add ${src} ${dst} esp ${spi} -m tunnel -E null -A hmac-sha1 0x${'0b'.repeat(20)}`,
    ),
  words(is('mld'), oneOf('join', 'leave'), name, is('ff02::db8')),
  divert,
  words(
    is('fault'),
    oneOf('m_copy', 'if_output'),
    oneOf('ENOBUFS', '22', 'EHOSTDOWN'),
    oneOf('', 'once', 'after 2 3 times', 'always'),
    oneOf('', 'for udp', 'for frame.number in {1 .. 3}'),
  ),
);
const time = fc
  .record({
    absolute: fc.boolean(),
    seconds: fc.nat(99_999_999),
    nanoseconds: fc.nat(999_999_999),
  })
  .map(timeText);
const line = fc.oneof(
  machineCommand,
  words(is('at'), time, machineCommand),
  words(is('replay'), fileName, maybe(words(is('on'), name))),
  fc
    .tuple(fileName, fc.string({ maxLength: 6 }), name)
    .map(([file, from, to]) => `replay ${file} (${quote(from.replace(/[\r\n]/g, ''), true)} = ${to}, b=em0)`),
  words(
    is('expect frame'),
    fc.integer({ min: 1, max: 1e6 }).map(String),
    maybe(words(is('in'), fileName)),
    oneOf('forwarded', 'dropped at ip6_forward.hop-limit=exceeded', 'sends icmp6-error on em0'),
  ),
  words(is('expect counter ip6stat.ip6s_forward'), oneOf('', '==', '<=', '!='), nat(1000)),
  oneOf('options IPSEC', 'nooptions IPSTEALTH', 'hostname r1', 'seed 42'),
);

/** Any words of the language in any order, with oddities between them. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...reference.map(entry => entry.word)),
      fc.constantFrom(...reference.map(entry => entry.example)),
      any6,
      prefix6,
      v4,
      mac,
      name,
      nat(70000),
      fc.constantFrom(
        '\n',
        '\n',
        '\n',
        ';',
        '\\\n',
        '"',
        '#',
        '(',
        ')',
        ',',
        '=',
        '\r\n',
        '\\',
        '\0',
        '%',
        '/',
        '-',
      ),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(' '));
const anyText = fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }));

describe('the .stack language', () => {
  it('reads what it writes as the same commands', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), lines => {
        const document = parseStack(lines.join('\n'), 'f');
        assert.deepEqual(document.problems, []);
        assert.equal(document.commands.length, lines.length);
        const printed = printStack(document);
        const again = parseStack(printed, 'f');
        assert.deepEqual(meanings(again.commands), meanings(document.commands));
        assert.equal(printStack(again), printed);
      }),
      { numRuns: 400 },
    );
  });

  it('reads what it writes of any text', () => {
    fc.assert(
      fc.property(anyText, text => {
        const { commands } = parseStack(text, 'f');
        for (const command of commands) {
          const again = parseStack(formatCommand(command), 'f').commands;
          assert.deepEqual(meanings(again), [meaning(command)]);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('never throws, and keeps every place inside the text', () => {
    fc.assert(
      fc.property(anyText, text => {
        const document = parseStack(text, 'f');
        const inside = ({ from, to }: { from: number; to: number }) => {
          assert.ok(from >= 0 && from <= to && to <= text.length);
        };
        for (const problem of [...document.problems, ...checkStack(document)]) {
          inside(problem);
          assert.ok(problem.message.endsWith('.'), problem.message);
        }
        document.statements.forEach(inside);
        document.comments.forEach(inside);
        for (const command of document.commands) {
          inside(command);
          const { line: at, from, to } = command.origin;
          assert.ok(at >= 1 && at <= document.source.lineStarts.length && from <= to);
        }
        JSON.stringify(document.commands, (_, value: unknown) => {
          if (typeof value === 'object' && value !== null && 'from' in value && 'value' in value) {
            inside(value as unknown as { from: number; to: number });
          }
          return value;
        });
      }),
      { numRuns: 1500 },
    );
  });

  it('lets one wrong line spoil no other', () => {
    fc.assert(
      fc.property(line, fc.string({ maxLength: 30 }), line, (first, wrong, last) => {
        const clean = wrong.replace(/[\r\n"\\]/g, '');
        const { commands } = parseStack(`${first}\n${clean}\n${last}`, 'f');
        const texts = commands.map(formatCommand);
        assert.equal(texts[0], formatCommand(parseStack(first, 'f').commands[0]));
        assert.equal(texts[texts.length - 1], formatCommand(parseStack(last, 'f').commands[0]));
      }),
    );
  });

  it('quotes words so that they are read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, always) => {
        const word = text.replace(/[\r\n]/g, '');
        const { statements, unclosed } = lex(quote(word, always));
        assert.deepEqual(unclosed, []);
        assert.deepEqual(
          statements.map(statement => statement.tokens.map(token => token.text)),
          [[word]],
        );
      }),
    );
  });

  it('reads times in every unit', () => {
    const seconds = (text: string) => {
      const found = timeOf(text);
      return found === null ? null : [found.absolute, found.seconds, found.nanoseconds];
    };
    assert.deepEqual(seconds('5'), [false, 5, 0]);
    assert.deepEqual(seconds('1.25s'), [false, 1, 250_000_000]);
    assert.deepEqual(seconds('1500ms'), [false, 1, 500_000_000]);
    assert.deepEqual(seconds('0.5ms'), [false, 0, 500_000]);
    assert.deepEqual(seconds('10us'), [false, 0, 10_000]);
    assert.deepEqual(seconds('7ns'), [false, 0, 7]);
    assert.deepEqual(seconds('1.5m'), [false, 90, 0]);
    assert.deepEqual(seconds('1h'), [false, 3600, 0]);
    assert.deepEqual(seconds('@1767225600.5'), [true, 1767225600, 500_000_000]);
    assert.deepEqual(seconds('1767225600'), [true, 1767225600, 0]);
    assert.deepEqual(seconds('2026-01-01T00:00:00.25Z'), [true, 1767225600, 250_000_000]);
    for (const text of ['', '-1', '5x', '@5s', '1.', '.5', '2026-13-01T00:00:00Z', '1e3'])
      assert.equal(timeOf(text), null, text);
  });
});

describe('checks and the stack', () => {
  const small = fc.constantFrom(
    '2001:db8:1::1',
    '2001:db8:1::2',
    '2001:db8:2::1',
    '2001:db8:2::9',
    'fe80::1%em0',
    'fe80::9%em1',
    'fe80::70:64ff:fe67:1%em0',
    '::1',
  );
  const net = fc.constantFrom(
    '2001:db8:1::/64',
    '2001:db8:2::/64',
    '2001:db8::/32',
    '2001:db8:2::9/128',
    'default',
    'fe80::%em1/64',
  );
  const on = fc.constantFrom('em0', 'em1', 'tun0', 'lo0');
  const step = fc.oneof(
    words(is('ifconfig'), on, oneOf('up', 'down', 'mtu 1300')),
    words(is('ifconfig'), on, is('inet6'), small, oneOf('', 'prefixlen 64', '-alias')),
    words(is('ifconfig tun0 inet6 2001:db8:5::1'), small),
    words(is('ifconfig'), on, is('lladdr 02:00:00:00:00:07')),
    words(
      is('route'),
      oneOf('add', 'change', 'delete'),
      is('-inet6'),
      net,
      fc.oneof(small, words(is('-interface'), on)),
      oneOf('', '-reject'),
    ),
    is('route flush -inet6'),
    words(is('ndp -s'), small, is('02:00:00:00:00:09')),
    words(is('ndp -i'), on, is('nud')),
    words(oneOf('spdadd', 'spddelete'), net, is('::/0 any -P out'), oneOf('', 'discard')),
    words(
      is('ipfw'),
      oneOf(
        'add 100 deny ip from any to any',
        'add count ip from any to any',
        'delete 100',
        'delete 200',
        'zero',
        'flush',
      ),
    ),
    words(is('mld join'), on, is('ff02::db8')),
    words(
      oneOf('ifconfig bridge0', 'ifconfig bridge1'),
      oneOf('addm', 'addm', 'deletem', '-learn', 'discover'),
      on,
    ),
    words(
      is('ifconfig bridge0'),
      oneOf('up', 'destroy', 'addm bridge1', 'maxaddr 1', 'flushall', 'mtu 1300'),
    ),
    words(is('ifconfig bridge0 static'), on, is('02:00:00:00:00:09')),
    is('ifconfig bridge0 deladdr 02:00:00:00:00:09'),
    oneOf(
      'sysctl net.inet6.ip6.forwarding=1',
      'sysctl net.inet6.ip6.hlim=300',
      'spdflush',
      'fault m_copy ENOBUFS',
      'fault off',
    ),
  );

  it('agree: the machine refuses nothing that passes', () => {
    let passed = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), lines => {
        const document = parseStack(['ifconfig em0 inet6 2001:db8:1::1/64', ...lines].join('\n'), 'f');
        fc.pre(document.problems.length === 0);
        const errors = checkStack(document).filter(problem => problem.severity === 'error');
        const host = stack.createHost({ io: { output: () => {} } });
        const refusals = document.commands
          .filter(isMachineCommand)
          .map(command => applyCommand(stack, host, command))
          .filter(refusal => refusal !== null);
        if (errors.length === 0) {
          passed++;
          assert.deepEqual(refusals, []);
        } else if (refusals.length > 0) refused++;
      }),
      { numRuns: 2000 },
    );
    assert.ok(passed > 50 && refused > 50, `${passed} passed, ${refused} refused`);
  });
});

describe('large files', () => {
  const within = (text: string, count: number) => {
    const document = parseStack(text, 'f');
    const problems = [...document.problems, ...checkStack(document)];
    assert.equal(document.commands.length, count);
    return problems;
  };

  it('of routes and policies are read and checked', () => {
    const routes = Array.from(
      { length: 10_000 },
      (_, i) => `route add -inet6 2001:db8:${(i + 2).toString(16)}::/48 2001:db8:1::9`,
    );
    const policies = Array.from(
      { length: 1000 },
      (_, i) => `spdadd 2001:db8:${i.toString(16)}::/48 ::/0 any -P out discard`,
    );
    const text = ['ifconfig em0 inet6 2001:db8:1::1/64', ...routes, ...policies].join('\n');
    assert.deepEqual(within(text, 11_001), []);
  });

  it('of mistakes only are read to the end', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `sysctl net.inet6.ip6.wrong${i}=1\nrouge`).join(
      '\n',
    );
    assert.equal(within(text, 20_000).length, 40_000);
  });

  it('of one long line are read', () => {
    assert.equal(within(`add${' x'.repeat(100_000)}`, 0)[0].code, 'bad-value');
    assert.equal(within(`spdadd ::/0 ::/0 any -P out ipsec ${'/'.repeat(100_000)}`, 0).length, 1);
    assert.equal(within(`replay "a.pcap" (${'"'.repeat(100_001)}`, 0).length, 2);
    assert.equal(within(`${'\\ '.repeat(100_000)}`, 0).length, 1);
  });

  it('cannot ask for more rules or interfaces than a machine holds', () => {
    const list = Array.from({ length: 1025 }, (_, i) => `::${i + 1}`).join(',');
    assert.deepEqual(
      within(`ipfw add deny ip from ${list} to any`, 0).map(problem => problem.code),
      ['out-of-range'],
    );
    const many = Array.from({ length: 251 }, (_, i) => `ifconfig em${i} up`).join('\n');
    assert.deepEqual(
      within(many, 251).map(problem => [problem.code, problem.to]),
      [['out-of-range', many.length - 3]],
    );
  });
});

describe('the reference', () => {
  it('is a table for the README', () => {
    const table = referenceTable().split('\n');
    assert.equal(table[0], '| line | meaning | manual |');
    assert.ok(
      table.some(
        row =>
          row.startsWith('| `ifconfig IF [PARAMETER…]` | Sets up an interface.') &&
          row.endsWith('| ifconfig(8) |'),
      ),
    );
    assert.ok(table.some(row => row.startsWith('| `spdflush` |')));
    // A stroke inside a cell would end it.
    for (const row of table) assert.equal(row.match(/(?<!\\)\|/g)?.length, 4, row);
  });

  it('has an example for every word that parses', () => {
    for (const entry of reference) {
      assert.deepEqual(parseStack(entry.example, 'f').problems, [], entry.example);
      assert.ok(entry.meaning.endsWith('.'), entry.meaning);
      const used = lex(entry.example).statements.flatMap(statement =>
        statement.tokens.map(token => token.text),
      );
      assert.ok(
        used.some(word => word === entry.word || word.startsWith(`${entry.word}=`)),
        `${entry.example} does not use ${entry.word}`,
      );
    }
  });

  it('has every word that the parsers know', () => {
    const known: Record<string, readonly string[]> = {
      ifconfig: ifconfigWords,
      route: routeWords,
      ndp: [...ndpWords, ...ndFlags, ...ndVariables],
      arp: arpWords,
      setkey: setkeyWords,
      ipfw: [...Object.keys(ipfwActions), ...ipfwOptions],
      divert: divertWords,
      mld: mldWords,
      link: linkWords,
      listen: listenWords,
      options: kernelOptions,
      expect: verdictWords,
    };
    for (const [command, words] of Object.entries(known)) {
      for (const word of words) assert.ok(referenceOf(command, word) !== undefined, `${command} ${word}`);
    }
    for (const command of commandWords) {
      assert.ok(
        commandEntries.some(entry => entry.word === command),
        command,
      );
    }
  });

  it('knows a word once for each command', () => {
    const keys = reference.map(entry => `${entry.command} ${entry.word}`);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('finds words, settings and the words of commands that share them', () => {
    assert.equal(referenceOf('ifconfig', 'mtu')?.manual, 'ifconfig(8)');
    assert.equal(referenceOf('spdadd', 'discard')?.command, 'setkey');
    assert.equal(referenceOf('nooptions', 'IPSEC')?.command, 'options');
    assert.equal(referenceOf('ndp', 'linkmtu=1400')?.word, 'linkmtu');
    assert.equal(referenceOf('sysctl', 'net.inet6.ip6.forwarding=1')?.word, 'net.inet6.ip6.forwarding');
    assert.equal(referenceOf('route', 'mtu'), undefined);
    assert.ok(wordsOf('sysctl').some(entry => entry.word === 'net.inet6.ip6.hlim'));
    assert.ok(wordsOf('expect').some(entry => entry.word === 'dropped'));
  });
});
