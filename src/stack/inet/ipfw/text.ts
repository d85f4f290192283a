/** Rules in the words of ipfw(8). */
import { matchText } from './match';
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

/** One condition. */
export function insnText({ not, match }: Insn): string {
  return not ? `not ${matchText(match)}` : matchText(match);
}
