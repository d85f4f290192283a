/** One rule is held against the packet: a step of the trace that says which part of it does not match. */
import type { Host } from '../../host';
import { decide, decision, used } from '../../trace';
import type { IpfwArgs } from './args';
import { firstFailing } from './match';
import type { IpfwRule } from './rule';
import { describeRule, insnText } from './text';

/**
 * Rules that are steps in one search. A path has room for 4096 outcomes, and what follows the filters must
 * have its place.
 */
const STEPS_MAX = 1024;

const considered = decision('ipfw_chk.match', {
  question: 'Does the packet match this rule of ipfw?',
  outcomes: {
    matches: 'Yes: {rule}.',
    counts: 'Yes, and it only counts: {rule}.',
    skips: 'Yes, and the search goes on at rule {arg}: {rule}.',
    'other-set': 'Set {set} is disabled: {rule}.',
    'other-protocol': 'Another protocol than “{part}”: {rule}.',
    'other-source': 'Another source than “{part}”: {rule}.',
    'other-destination': 'Another destination than “{part}”: {rule}.',
    'other-option': 'It is not “{part}”: {rule}.',
  },
  reference: 'ipfw(8); ipfw_chk (netinet/ip_fw2.c)',
});

/** What `firstFailing` answers when all conditions hold, and what stands for a set that is switched off. */
const NONE = -1;
const DISABLED = -2;

/** True when the packet matches the rule. `seen`: rules that were considered before. */
export function consider(host: Host, args: IpfwArgs, rule: IpfwRule, seen: number): boolean {
  const disabled = ((host.ipfwSetsDisabled >>> rule.set) & 1) !== 0;
  const failing = disabled ? DISABLED : firstFailing(host, args, rule.insns);
  if (failing !== NONE && seen >= STEPS_MAX) return false;
  used(host, failing === NONE ? rule.origin : null);
  decide(host, considered, outcomeOf(rule, failing), RECORDING && operands(rule, failing));
  return failing === NONE;
}

function outcomeOf(rule: IpfwRule, failing: number): number {
  if (failing === DISABLED) return considered.otherSet;
  if (failing === NONE) {
    if (rule.action === 'count') return considered.counts;
    return rule.action === 'skipto' ? considered.skips : considered.matches;
  }
  switch (rule.insns[failing].place) {
    case 'proto':
      return considered.otherProtocol;
    case 'src':
    case 'sport':
      return considered.otherSource;
    case 'dst':
    case 'dport':
      return considered.otherDestination;
    case 'option':
      return considered.otherOption;
  }
}

function operands(rule: IpfwRule, failing: number) {
  return {
    rule: { value: describeRule(rule), origin: rule.origin },
    part: failing >= 0 ? insnText(rule.insns[failing]) : null,
    set: rule.set,
    arg: rule.arg,
  };
}
