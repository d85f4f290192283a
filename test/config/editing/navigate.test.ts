import { strict as assert } from 'node:assert';
import {
  foldsOf,
  formatEdits,
  interfacePlaces,
  meaningAt,
  outlineOf,
  parseStack,
  placesOfInterfaceAt,
  replayLines,
  usableLines,
} from '../../../src/config/editing';

const text = `# The router.
# It has two legs.
ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig em1 inet6 2001:db8:2::1/64 mtu 1400 group em0

route add -inet6 default fe80::1%em0
setkey spdadd ::/0 2001:db8:2::1/128 any -P out ipsec
  esp/tunnel/2001:db8:2::1-2001:db8:9::1/require
replay "em0.pcap" (em0 = em0, wan=em1)
at 5s ifconfig em0 down
expect frame 1 dropped at ip6_forward.hop-limit=exceeded
expect counter if.em0.ifs6_in_discard 1
`;
const document = parseStack(text, 'lab.stack');

/** The offset of the `nth` time that a word stands in the text. */
function offsetOf(word: string, nth = 1): number {
  let at = -1;
  for (let i = 0; i < nth; i++) at = text.indexOf(word, at + 1);
  return at;
}

describe('names of interfaces', () => {
  it('are found wherever they mean the interface, and nowhere else', () => {
    const places = interfacePlaces(document).filter(({ name }) => name === 'em0');
    const lines = places.map(({ from, to, sets }) => {
      assert.equal(text.slice(from, to), 'em0');
      return [document.source.position(from).line, sets];
    });
    assert.deepEqual(lines, [
      [3, true],
      [6, false],
      [9, false],
      [10, true],
      [12, false],
    ]);
    assert.equal(text.slice(places[2].from - 2, places[2].to), '= em0');
  });

  it('are found in a target that is written without blanks', () => {
    const [, inReplay] = interfacePlaces(document).filter(({ name }) => name === 'em1');
    assert.equal(text.slice(inReplay.from - 4, inReplay.to), 'wan=em1');
  });
});

describe('names of interfaces of several hosts', () => {
  const network = `host A {
  ifconfig em0 inet6 2001:db8:1::1/64 up
  ifconfig em1 inet6 2001:db8:2::1/64 up
  route add -inet6 default fe80::1%em0
  at 5s ifconfig em0 down
  expect counter if.em0.ifs6_in_discard 1
}
host B {
  ifconfig em0 inet6 2001:db8:2::2/64 up
  capture em0 pcapng "em0.pcapng"
}
host em0 {
}
link A.em1 B.em0
link B.em1 C.em0 em0
replay "A.em0.pcap" (em0 = A.em0, A.em0=B.em0)
replay "lan.pcap" on A.em0
expect frame 1 forwarded on A.em0
expect counter A.if.em0.ifs6_in_discard 1
expect counter B.if.em0.ifs6_in_discard 0
`;
  const document = parseStack(network, 'network.stack');
  /** Line and column of every place of an interface, and whether it is set up there. */
  const placesOf = (host: string, name: string) =>
    interfacePlaces(document)
      .filter(place => place.host === host && place.name === name)
      .map(({ from, to, sets }) => {
        assert.equal(network.slice(from, to), name);
        const { line, column } = document.source.position(from);
        return `${line}:${column}${sets ? ' sets' : ''}`;
      });

  it('belong to the host in whose block they stand, or whose name stands before theirs', () => {
    assert.deepEqual(placesOf('A', 'em0'), [
      '2:11 sets',
      '4:35',
      '5:17 sets',
      '6:20',
      '16:29',
      '17:23',
      '18:30',
      '19:20',
    ]);
    assert.deepEqual(placesOf('B', 'em0'), ['9:11 sets', '10:10', '14:13', '16:42', '20:20']);
    assert.deepEqual(placesOf('A', 'em1'), ['3:11 sets', '14:7']);
  });

  it('are at a place those of the interface under it, and none on its host', () => {
    const link = network.indexOf('B.em0');
    const at = (offset: number) =>
      placesOfInterfaceAt(document, offset).map(({ host, name, from }) => {
        return `${host}.${name} ${document.source.position(from).line}`;
      });
    const ofB = ['B.em0 9', 'B.em0 10', 'B.em0 14', 'B.em0 16', 'B.em0 20'];
    assert.deepEqual(at(link + 2), ofB);
    assert.deepEqual(at(link + 5), ofB);
    assert.deepEqual(at(link), []);
    assert.deepEqual(at(link + 1), []);
  });

  it('are none where the host is missing, or has no such interface', () => {
    assert.deepEqual(
      interfacePlaces(document).filter(({ from }) => document.source.position(from).line === 15),
      [],
    );
    assert.deepEqual(placesOf('em0', 'em0'), []);
  });
});

describe('the meaning of a word', () => {
  const meaning = (offset: number) => meaningAt(document.statements, offset);

  it('is that of the command it belongs to', () => {
    const found = meaning(offsetOf('mtu') + 1);
    assert.ok(found?.kind === 'word');
    assert.equal(found.entry.command, 'ifconfig');
    assert.equal(text.slice(found.from, found.to), 'mtu');
  });

  it('is known for what comes later, and for the time before it', () => {
    const down = meaning(offsetOf('down'));
    assert.ok(down?.kind === 'word' && down.entry.command === 'ifconfig');
    const at = meaning(offsetOf('at 5s'));
    assert.ok(at?.kind === 'word' && at.entry.command === 'at');
  });

  it("is known for setkey's statements behind its name", () => {
    const found = meaning(offsetOf('spdadd'));
    assert.ok(found?.kind === 'word');
    assert.equal(found.entry.word, 'spdadd');
  });

  it('of an algorithm says how long its key is, and where it is specified', () => {
    const line = 'add ::1 ::2 esp 0x1001 -E aes-gcm-16 0x00 -A hmac-sha2-256/16 0x00';
    const { statements } = parseStack(line, '');
    for (const [word, ...said] of [
      ['aes-gcm-16', '160, 224 or 288 bits', 'RFC 4106'],
      ['hmac-sha2-256/16', '256 bits', '12 bytes, or 16', 'RFC 4868'],
    ]) {
      const found = meaningAt(statements, line.indexOf(word) + 1);
      assert.ok(found?.kind === 'word', word);
      for (const one of said) assert.ok(found.entry.meaning.includes(one), found.entry.meaning);
    }
  });

  it('is the question of a decision and its outcomes', () => {
    const found = meaning(offsetOf('ip6_forward') + 3);
    assert.ok(found?.kind === 'decision');
    assert.equal(found.id, 'ip6_forward.hop-limit');
    assert.match(found.question, /\?$/);
    assert.ok(found.outcomes.some(({ name }) => name === 'exceeded'));
  });

  it('is not looked for in values and quotes', () => {
    assert.equal(meaning(offsetOf('1400')), null);
    assert.equal(meaning(offsetOf('em0.pcap')), null);
  });
});

describe('the outline', () => {
  it('names every command by what it is about', () => {
    assert.deepEqual(
      outlineOf(document).map(({ kind, name }) => [kind, name]),
      [
        ['interface', 'em0'],
        ['interface', 'em1'],
        ['route', 'route'],
        ['policy', 'spdadd'],
        ['capture', 'em0.pcap'],
        ['event', 'at 5s'],
        ['expectation', 'expect'],
        ['expectation', 'expect'],
      ],
    );
  });

  it('folds comments, paragraphs and statements of several lines', () => {
    assert.deepEqual(foldsOf(document), [
      { first: 1, last: 2, comment: true },
      { first: 7, last: 8, comment: false },
      { first: 1, last: 4, comment: false },
      { first: 6, last: 12, comment: false },
    ]);
    assert.deepEqual(foldsOf(parseStack('', 'empty.stack')), []);
  });
});

describe('lines of which a replay tells', () => {
  it('are the captures', () => {
    assert.deepEqual(
      replayLines(document).map(({ line, file }) => [line, file]),
      [[9, 'em0.pcap']],
    );
  });

  it('are those that only matter when a packet uses them', () => {
    // Line 4 sets an MTU too, and the line that comes later sets no more than a flag.
    assert.deepEqual(
      usableLines(document).map(({ line }) => line),
      [3, 6, 7],
    );
  });
});

describe('formatting', () => {
  it('changes nothing that is formatted, and no comment', () => {
    const written = 'ifconfig   em0  inet6 2001:DB8::1 prefixlen 64 # ours\n';
    let after = written;
    for (const { from, to, text: better } of formatEdits(parseStack(written, '')).reverse()) {
      after = after.slice(0, from) + better + after.slice(to);
    }
    assert.equal(after, 'ifconfig em0 inet6 2001:db8::1/64 # ours\n');
    assert.deepEqual(formatEdits(parseStack(after, '')), []);
  });
});
