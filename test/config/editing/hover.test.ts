import { strict as assert } from 'node:assert';
import {
  bridge_clone_create,
  counterNames,
  createHost,
  errnoNumbers,
  ext6hdrBits,
  faultable,
  ipOptionBits,
  ipTosBits,
  outputKinds,
  sysctls,
  tcpFlagBits,
  tcpOptionBits,
  unreach6Codes,
  unreachCodes,
} from '#stack/running';
import { type Meaning, meaningAt, parseStack } from '../../../src/config/editing';
import { reference } from '../../../src/config/index';
import { protocolNames } from '../../../src/config/protocols';
import { writableFields } from '../../../src/decode/write';

/** What a hover says of the word that ends a line's part before `|`. */
function meaningIn(line: string): Meaning | null {
  const text = line.replace('|', '');
  return meaningAt(parseStack(text, 'f').statements, line.indexOf('|') - 1);
}

/** Names that people give, numbers, addresses, and what stands between words. */
const GIVEN =
  /^(?:[A-Za-z.]*[A-Za-z]+\d+|em\*|A|r1|lan|wan|full-duplex|100baseTX|[{}]|[=!<>]=?|and)$|^[\d@]|::|^fe80|^[\d,-]+$|^\(|,$/;

describe('a hover', () => {
  it('says of every word that is no given name or value what it means', () => {
    for (const { example } of reference) {
      const { statements } = parseStack(example, 'f');
      for (const { from, text, quoted } of statements.flatMap(({ tokens }) => tokens)) {
        const silent = quoted || GIVEN.test(text);
        assert.ok(silent || meaningAt(statements, from) !== null, `${text} in ${example}`);
      }
    }
  });

  const said: readonly (readonly [kind: string, names: readonly string[], line: (name: string) => string])[] =
    [
      ['setting', Object.keys(sysctls), name => `sysctl ${name}|=1`],
      [
        'protocol of a rule',
        ['ip', 'all', 'ip4', 'ip6', ...protocolNames],
        name => `ipfw add allow ${name}| from any to any`,
      ],
      ['protocol of a policy', protocolNames, name => `spdadd ::/0 ::/0 ${name}| -P out none ;`],
      ['code of unreach', Object.keys(unreachCodes), name => `ipfw add unreach ${name}| ip from any to any`],
      [
        'code of unreach6',
        Object.keys(unreach6Codes),
        name => `ipfw add unreach6 ${name}| ip6 from any to any`,
      ],
      [
        'flag of TCP',
        Object.keys(tcpFlagBits),
        name => `ipfw add deny tcp from any to any tcpflags !${name}|`,
      ],
      ['type of service', Object.keys(ipTosBits), name => `ipfw add deny ip from any to any iptos !${name}|`],
      [
        'option of IPv4',
        Object.keys(ipOptionBits),
        name => `ipfw add deny ip from any to any ipoptions ${name}|`,
      ],
      [
        'option of TCP',
        Object.keys(tcpOptionBits),
        name => `ipfw add deny tcp from any to any tcpoptions ${name}|`,
      ],
      [
        'extension header',
        Object.keys(ext6hdrBits),
        name => `ipfw add deny ip6 from any to any ext6hdr ${name}|`,
      ],
      ['function that may fail', Object.keys(faultable), name => `at 5s fault ${name}| off`],
      ['error', Object.keys(errnoNumbers), name => `fault if_output ${name}| once`],
      ['kind of what is sent', [...outputKinds, 'nothing'], name => `expect frame 1 sends ${name}|`],
      ['field that a program writes', writableFields, name => `divert 8668 pass set ${name}| = 1`],
    ];
  for (const [kind, names, line] of said) {
    it(`says what every ${kind} is`, () => {
      assert.ok(names.length > 0);
      for (const name of names) assert.ok(meaningIn(line(name)) !== null, line(name));
    });
  }

  it('says what every counter counts, of one host or of several', () => {
    for (const fastIpsec of [false, true]) {
      const host = createHost({ kernel: { fastIpsec }, io: { output: () => {} } });
      bridge_clone_create(host, 0);
      for (const name of counterNames(host)) {
        const said = meaningIn(`expect counter ${name}| 1`);
        assert.ok(said?.kind === 'value' && /^[A-Z].*\.$/.test(said.meaning), name);
        assert.deepEqual(meaningIn(`expect counter A.${name}| 1`), {
          ...said,
          name: `A.${name}`,
          to: said.to + 2,
        });
      }
    }
    const echo = meaningIn('expect counter icmp6stat.icp6s_outhist.129| 1');
    assert.ok(echo?.kind === 'value' && echo.meaning === 'Messages sent, by type: 129.');
    assert.equal(meaningIn('expect counter ip6stat.ip6s_fowrard| 1'), null);
  });

  it('says of a transform what it does, how, and whether it must be', () => {
    const said = meaningIn('spdadd ::/0 ::/0 any -P out ipsec esp/tunnel/::1-::2/require| ;');
    assert.ok(said?.kind === 'value');
    assert.match(said.meaning, /^ESP encrypts .* travels in another.* does not go\.$/);
  });

  it('takes a word for what it is where it stands', () => {
    const sent = meaningIn('expect frame 1 sends forwarded|');
    assert.ok(sent?.kind === 'value');
    const verdict = meaningIn('expect frame 1 forwarded|');
    assert.ok(verdict?.kind === 'word');
    const off = meaningIn('ndp -i em0 -nud|');
    assert.ok(off?.kind === 'word' && off.entry.word === 'nud');
  });
});
