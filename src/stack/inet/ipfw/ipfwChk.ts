/** The walk over the rules of `ipfw` (ipfw_chk in netinet/ip_fw2.c). */
import { EACCES } from '../../errno';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { M_SKIP_FIREWALL, type Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { DROPPED, decide, decision, enter, leave, settle, used } from '../../trace';
import { type IpfwArgs, ipfwArgs } from './args';
import { placeOf } from './chain';
import { consider } from './consider';
import { divertBy } from './divert';
import { addressesOf } from './operands';
import { sendReject } from './reject';
import { DENIED, FRESH, resumeAt } from './resume';
import { IPFW_DEFAULT_RULE, type IpfwRule } from './rule';
import { describeRule } from './text';

const verdict = decision('ipfw_chk.rule', {
  question: 'Which rule of ipfw decides about the packet?',
  outcomes: {
    allow: '{rule} lets it pass.',
    deny: { answer: '{rule} denies it.', verdict: 'ipfw rule {number} denies it' },
    reject: {
      answer: '{rule} denies it and says so to its sender.',
      verdict: 'ipfw rule {number} denies it',
    },
    divert: {
      answer: '{rule} hands it to the divert socket on port {port}.',
      verdict: 'ipfw rule {number} hands it to port {port}',
    },
    tee: '{rule} hands a copy to the divert socket on port {port} and lets the packet pass.',
    'not-ipv4': {
      answer: '{rule}: only IPv4 packets can be diverted, so it is dropped.',
      verdict: 'ipfw rule {number} diverts it, and only IPv4 packets can be diverted',
    },
    default: 'None: rule 65535 lets it pass.',
  },
  reference: 'ipfw(8); ipfw_chk (netinet/ip_fw2.c)',
});

const skipped = decision('ipfw_chk.skipped', {
  kind: 'S',
  question: 'Are the rules of ipfw asked?',
  outcomes: { 'its-own': 'No: ipfw sent the packet itself, to answer another.' },
  reference: 'ipfw_chk (netinet/ip_fw2.c): M_SKIP_FIREWALL',
});

const unreadable = decision('ipfw_chk.cut-short', {
  kind: 'S',
  question: 'Can ipfw read the headers that its rules look at?',
  outcomes: {
    denied: {
      malformed: true,
      answer: 'No: the packet ends within that of protocol {proto}. It is dropped, whatever the rules say.',
      verdict: 'ipfw cannot read its header of protocol {proto}, within which it ends',
    },
  },
  reference: 'ipfw_chk (netinet/ip_fw2.c): pullup_failed',
});

/**
 * Asks the rules in order: 0 to let the packet pass, EACCES to refuse it, PFIL_CONSUMED when a divert socket
 * has it. Every rule that matches on the way counts the packet.
 */
export function ipfw_chk(host: Host, m: Mbuf, ifp: Ifnet, direction: number): number {
  enter(host, 'ipfw_chk', m);
  const error = check(host, m, ifp, direction);
  leave(host);
  return error;
}

function check(host: Host, m: Mbuf, ifp: Ifnet, direction: number): number {
  if ((m.flags & M_SKIP_FIREWALL) !== 0) {
    decide(host, skipped, skipped.itsOwn);
    return 0;
  }
  const start = resumeAt(host, m);
  if (start === DENIED) return EACCES;
  const args = ipfwArgs(m, ifp, direction, start !== FRESH);
  if (!args.cutShort) return search(host, args, Math.max(start, 0));
  decide(host, unreadable, unreadable.denied, RECORDING && { proto: args.proto });
  settle(host, DROPPED);
  return EACCES;
}

function search(host: Host, args: IpfwArgs, start: number): number {
  const { m } = args;
  const rule = firstFinal(host, args, start);
  const outcome = outcomeOf(rule, args);
  decide(
    host,
    verdict,
    outcome,
    RECORDING && {
      rule: { value: rule === null ? 'rule 65535' : describeRule(rule), origin: rule?.origin ?? null },
      number: rule?.number ?? IPFW_DEFAULT_RULE,
      port: rule?.arg ?? 0,
      ...addressesOf(args),
      proto: args.proto,
      direction: args.isIn ? 'in' : 'out',
      ifp: ifOperand(args.ifp),
    },
  );
  if (rule === null || outcome === verdict.allow) return 0;
  if (outcome === verdict.divert || outcome === verdict.tee) return divertBy(host, rule, m, args.isIn);
  if (outcome === verdict.notIpv4) settle(host, DROPPED);
  if (outcome === verdict.reject) sendReject(host, rule, args);
  return EACCES;
}

function outcomeOf(rule: IpfwRule | null, { ipv6 }: IpfwArgs): number {
  switch (rule?.action) {
    case undefined:
      return verdict.default;
    case 'allow':
      return verdict.allow;
    case 'divert':
      return ipv6 ? verdict.notIpv4 : verdict.divert;
    case 'tee':
      return ipv6 ? verdict.notIpv4 : verdict.tee;
    case 'deny':
      return verdict.deny;
    default:
      return verdict.reject;
  }
}

/**
 * The first rule that matches and ends the search, null for none. `count` and `skipto` do not end it;
 * `skipto` only leads on.
 */
function firstFinal(host: Host, args: IpfwArgs, start: number): IpfwRule | null {
  const rules = host.ipfw;
  for (let i = start, seen = 0; i < rules.length; seen++) {
    const rule = rules[i];
    if (!consider(host, args, rule, seen)) {
      i++;
      continue;
    }
    rule.packets++;
    rule.bytes += args.m.len;
    used(host, rule.origin);
    if (rule.action === 'skipto') i = Math.max(placeOf(rules, rule.arg), i + 1);
    else if (rule.action === 'count') i++;
    else return rule;
  }
  host.ipfwDefault.packets++;
  host.ipfwDefault.bytes += args.m.len;
  return null;
}
