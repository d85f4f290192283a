/**
 * What the names mean that stand as values on lines: counters, protocols, codes, fields, errors, what a
 * packet needs of IPsec.
 */
import {
  counterMeaning,
  faultable,
  type OutputKind,
  tcpFlagBits,
  unreach6Codes,
  unreachCodes,
} from '#stack/running';
import { fieldNamed } from '../../decode';
import { errnoNames, errnoNumber, errnoText } from '../errno';
import { protocolNumber } from '../protocols';

/** A name and one sentence about it. */
export interface NamedValue {
  readonly name: string;
  readonly meaning: string;
}

/** Meanings of one value after the word before it, by the commands that have it. */
type Meaning = (word: string, before: string, words: readonly string[]) => string | null;

/**
 * What the word at `index` names on a line whose command is the first of `words`; null for what needs no
 * explaining, such as an address.
 */
export function namedValue(words: readonly string[], index: number): NamedValue | null {
  const [command] = words;
  if (index < 1 || !Object.hasOwn(meanings, command)) return null;
  const name = words[index].replace(/,$/, '');
  const meaning = meanings[command](name, words[index - 1], words.slice(0, index));
  return meaning === null ? null : { name, meaning };
}

const ipsecProtocols: Readonly<Record<string, string>> = {
  esp: 'ESP encrypts packets, and authenticates them where the association says so (RFC 4303).',
  ah: 'AH authenticates packets and does not encrypt them (RFC 4302).',
  ipcomp: 'IPComp compresses packets (RFC 3173), which is not simulated.',
};

const levels: Readonly<Record<string, string>> = {
  default: 'Without an association, the deflev settings of net.inet6.ipsec6 say whether a packet goes.',
  use: 'Without an association a packet goes as it is.',
  require: 'Without an association a packet does not go.',
  unique: 'Without an association of its own, found by the id, a packet does not go.',
};

const modes: Readonly<Record<string, string>> = {
  tunnel: 'The whole packet travels in another, between the two ends of the tunnel.',
  transport: 'The packet stays as it is; what it carries is protected.',
  any: 'Tunnel and transport mode alike.',
};

const paddings: Readonly<Record<string, string>> = {
  'zero-pad': 'Padding is filled with zeros.',
  'random-pad': 'Padding is filled with random bytes.',
  'seq-pad': 'Padding is filled with 1, 2, 3 and so on (RFC 4303 2.4).',
  'nocyclic-seq': 'The association ends after 2^32-1 packets.',
};

const sent: Readonly<Record<OutputKind | 'nothing', string>> = {
  forwarded: 'The packet itself, on its way to the next hop.',
  'icmp6-error': 'An ICMPv6 error about the packet.',
  'icmp-error': 'An ICMP error about the packet.',
  redirect: 'A redirect: the sender has a closer next hop.',
  'router-solicitation': 'A question for routers.',
  'neighbor-solicitation': 'A question for the link address of a neighbour (IPv6).',
  'neighbor-advertisement': 'An answer with a link address of this machine (IPv6).',
  'arp-request': 'A question for the link address of a neighbour (IPv4).',
  'arp-reply': 'An answer with a link address (IPv4).',
  'mld-report': 'This machine says that it listens to a group.',
  'mld-done': 'This machine says that it listens to a group no more.',
  bridged: 'The frame, by another member of the bridge.',
  local: 'A packet of this machine itself, such as an echo reply.',
  nothing: 'No packet at all.',
};

const families: Readonly<Record<string, string>> = {
  ip: 'Every packet of IPv4 and IPv6.',
  all: 'Every packet of IPv4 and IPv6.',
  ip4: 'Every packet of IPv4.',
  ipv4: 'Every packet of IPv4.',
  ip6: 'Every packet of IPv6.',
  ipv6: 'Every packet of IPv6.',
};

/** The flags of options of `ipfw`, by the option. */
const flagNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tcpflags: Object.fromEntries(Object.keys(tcpFlagBits).map(name => [name, name.toUpperCase()])),
  iptos: {
    lowdelay: 'Low delay',
    throughput: 'High throughput',
    reliability: 'High reliability',
    mincost: 'Low cost',
    congestion: 'The lowest bit, by which routers tell of congestion,',
  },
  ipoptions: {
    ssrr: 'A strict source route',
    lsrr: 'A loose source route',
    rr: 'The option that records the way',
    ts: 'The option that records times',
  },
  tcpoptions: {
    mss: 'A maximum segment size',
    window: 'A scale of the window',
    sack: 'An option of selective acknowledgements',
    ts: 'A timestamp',
  },
  ext6hdr: {
    frag: 'A fragment header',
    hopopt: 'A header with hop-by-hop options',
    route: 'A routing header',
    dstopt: 'A header with destination options',
    ah: 'An authentication header',
    esp: 'An ESP header',
  },
};

/** Words of a command that change only what it prints. */
const printing: Readonly<Record<string, RegExp>> = {
  ipfw: /^-[qfnNt]$/,
  route: /^-[dnqtv]+$/,
  ndp: /^-(n|t|nt|tn)$/,
  sysctl: /^-[wnq]$/,
};
const KEPT = 'Changes at most what the command prints. Kept without effect.';

const printed =
  (command: string): Meaning =>
  word =>
    printing[command].test(word) ? KEPT : null;

const ofSetkey: Meaning = (word, before, words) => {
  if (before === '-f') return textOf(paddings, word);
  if (before === '-m') return textOf(modes, word);
  if (/^-[46n]+$/.test(word))
    return 'Helps to look up names, of which there are none here. Kept without effect.';
  if (words.includes('-P')) return transformMeaning(word);
  return textOf(ipsecProtocols, word) ?? protocolMeaning(word);
};

/** `esp/tunnel/A-B/require`: what, how, between whom, and whether it must be. */
function transformMeaning(word: string): string | null {
  const found = /^(esp|ah|ipcomp)\/(tunnel|transport)\/([^/]*)\/(default|use|require|unique)(:\d+)?$/.exec(
    word,
  );
  if (found === null) return null;
  const [, protocol, mode, , level] = found;
  return `${ipsecProtocols[protocol]} ${modes[mode]} ${levels[level]}`;
}

function protocolMeaning(word: string): string | null {
  const number = /^\d/.test(word) ? null : protocolNumber(word);
  return number === null ? null : `Packets of IP protocol ${number}.`;
}

const ofIpfw: Meaning = (word, before) => {
  if (before === 'unreach' || before === 'unreach6') {
    const codes = before === 'unreach' ? unreachCodes : unreach6Codes;
    return Object.hasOwn(codes, word) ? `Destination Unreachable with code ${codes[word]}.` : null;
  }
  if (Object.hasOwn(flagNames, before)) return flagsMeaning(before, word);
  if (word.startsWith('table(')) return 'Addresses that are in the table; after a comma, with this value.';
  return textOf(families, word) ?? protocolMeaning(word) ?? printed('ipfw')(word, before, []);
};

/** What a list of flags asks for, `!` before those that must not be; null when one of them is unknown. */
function flagsMeaning(option: string, word: string): string | null {
  const names = flagNames[option];
  const state = option === 'tcpflags' || option === 'iptos' ? 'set' : 'there';
  const flags = word.split(',').map(flag => ({ name: flag.replace('!', ''), absent: flag.startsWith('!') }));
  if (!flags.every(({ name }) => Object.hasOwn(names, name))) return null;
  return flags.map(({ name, absent }) => `${names[name]} is ${absent ? 'not ' : ''}${state}.`).join(' ');
}

/** A field of a display filter, or one that is set. */
function fieldMeaning(word: string): string | null {
  const name = /[a-z_][\w.]*/i.exec(word)?.[0] ?? '';
  const label = fieldNamed(name)?.label;
  return label === undefined ? null : `${label}.`;
}

const ofFault: Meaning = (word, before, words) => {
  if (words.includes('for')) return fieldMeaning(word);
  if (before === 'fault' && Object.hasOwn(faultable, word)) return `When it fails, ${faultable[word]}.`;
  return errnoNames.includes(word) ? `${errnoText(errnoNumber(word) ?? 0)}.` : null;
};

const meanings: Readonly<Record<string, Meaning>> = {
  expect: (word, before) =>
    before === 'counter' ? counterMeaning(word) : before === 'sends' ? textOf(sent, word) : null,
  fault: ofFault,
  divert: (word, _, words) => (words.includes('for') || words.includes('set') ? fieldMeaning(word) : null),
  ipfw: ofIpfw,
  route: printed('route'),
  ndp: printed('ndp'),
  sysctl: printed('sysctl'),
  ...Object.fromEntries(
    ['setkey', 'spdadd', 'spddelete', 'add', 'get', 'delete', 'deleteall', 'flush'].map(command => [
      command,
      ofSetkey,
    ]),
  ),
};

function textOf(texts: Readonly<Record<string, string>>, word: string): string | null {
  return Object.hasOwn(texts, word) ? texts[word] : null;
}
