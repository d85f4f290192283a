/** Rules in the words of ipfw(8). */
import { type Match, matchText } from './match';
import { unreachName } from './reject';
import type { Insn, IpfwRule, Place } from './rule';

/** A rule as it may be added: `400 deny udp from 2001:db8:bad::/48 to any out xmit em1`. */
export function ruleText(rule: Pick<IpfwRule, 'action' | 'arg' | 'set' | 'log' | 'insns'>): string {
  const words = [...(rule.set === 0 ? [] : [`set ${rule.set}`]), actionText(rule)];
  if (rule.log) words.push('log');
  words.push(placeText(rule.insns, 'proto') || 'ip');
  words.push(
    'from',
    ...sideWords(rule.insns, 'src', 'sport'),
    'to',
    ...sideWords(rule.insns, 'dst', 'dport'),
  );
  const options = placeText(rule.insns, 'option');
  return [...words, ...(options === '' ? [] : [options])].join(' ');
}

/** A rule in a sentence: `rule 400 deny udp from any to any`. */
export function describeRule(rule: IpfwRule): string {
  return `rule ${rule.number} ${ruleText(rule)}`;
}

/** A rule with its comment, as `ipfw list` prints it. */
export function listedText(rule: IpfwRule): string {
  return rule.comment === '' ? ruleText(rule) : `${ruleText(rule)} // ${rule.comment}`;
}

function actionText({ action, arg }: Pick<IpfwRule, 'action' | 'arg'>): string {
  switch (action) {
    case 'skipto':
    case 'divert':
    case 'tee':
      return `${action} ${arg}`;
    case 'unreach':
    case 'unreach6':
      return `${action} ${unreachName(action, arg)}`;
    default:
      return action;
  }
}

function sideWords(insns: readonly Insn[], address: Place, port: Place): string[] {
  const ports = placeText(insns, port);
  return [placeText(insns, address) || 'any', ...(ports === '' ? [] : [ports])];
}

/** The conditions of one place, or-blocks in braces. */
function placeText(insns: readonly Insn[], place: Place): string {
  const words: string[] = [];
  let inBlock = false;
  for (const insn of insns) {
    if (insn.place !== place) continue;
    if (insn.or && !inBlock) words.push('{');
    words.push(insnText(insn));
    if (insn.or) words.push('or');
    else if (inBlock) words.push('}');
    inBlock = insn.or;
  }
  return words.join(' ');
}

/** One condition, with the word that makes it an option where it stands among these. */
export function insnText({ not, match, place }: Insn): string {
  const words = place === 'option' ? [optionWord(match), matchText(match)] : [matchText(match)];
  return [not ? 'not' : '', ...words].filter(word => word !== '').join(' ');
}

/**
 * The word before an address, port or protocol that follows the sides of a rule; other conditions bear their
 * own.
 */
function optionWord(match: Match): string {
  switch (match.kind) {
    case 'proto':
      return 'proto';
    case 'sport':
      return 'src-port';
    case 'dport':
      return 'dst-port';
    case 'src-any':
    case 'src-me':
    case 'src-set':
    case 'src-table':
      return 'src-ip';
    case 'dst-any':
    case 'dst-me':
    case 'dst-set':
    case 'dst-table':
      return 'dst-ip';
    case 'src-me6':
      return 'src-ip6';
    case 'dst-me6':
      return 'dst-ip6';
    case 'src':
      return match.list[0].addr.length === 16 ? 'src-ip6' : 'src-ip';
    case 'dst':
      return match.list[0].addr.length === 16 ? 'dst-ip6' : 'dst-ip';
    default:
      return '';
  }
}
