/**
 * What every counter means, in one sentence: the one source of hovers, tooltips, completions and the list on
 * a terminal.
 */
import { icmpstatWords, ipstatWords, udpstatWords } from './inet';
import { icmp6statWords, ip6statWords } from './inet6';
import { etheripstatWords, interfaceWords } from './interface';
import { ipsec6statWords } from './ipsec';

/** The words of each structure by what its counters' names begin with, as in counters.ts. */
const structures: readonly (readonly [prefix: string, words: Readonly<Record<string, string>>])[] = [
  ['ip6stat.', ip6statWords],
  ['icmp6stat.', icmp6statWords],
  ['udpstat.', udpstatWords],
  ['newipsecstat.ips_', ipsec6statWords],
  ['ipsec6stat.', ipsec6statWords],
  ['ipstat.', ipstatWords],
  ['icmpstat.', icmpstatWords],
  ['etheripstat.', etheripstatWords],
];

/**
 * What a counter counts, by its full name, whether of a machine (`ip6stat.ip6s_forward`), of an interface
 * (`if.em0.ifs6_in_discard`), of a histogram (`icmp6stat.icp6s_outhist.3`), or of one of several hosts
 * (`A.ip6stat.ip6s_forward`); null for any other name.
 */
export function counterMeaning(name: string): string | null {
  const ofHost = meaningOf(name);
  if (ofHost !== null) return ofHost;
  const dot = name.indexOf('.');
  return dot < 0 ? null : meaningOf(name.slice(dot + 1));
}

function meaningOf(name: string): string | null {
  const ofInterface = /^if\.[^.]+\.(\w+)$/.exec(name);
  if (ofInterface !== null) return word(interfaceWords, ofInterface[1]);
  const structure = structures.find(([prefix]) => name.startsWith(prefix));
  if (structure === undefined) return null;
  const [prefix, words] = structure;
  const [member, bucket] = name.slice(prefix.length).split('.');
  const meaning = word(words, member);
  return meaning === null || bucket === undefined ? meaning : `${meaning.slice(0, -1)}: ${bucket}.`;
}

function word(words: Readonly<Record<string, string>>, member: string): string | null {
  return Object.hasOwn(words, member) ? words[member] : null;
}
