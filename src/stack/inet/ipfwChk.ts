/** The walk over the rules of `ipfw` (ipfw_chk in netinet/ip_fw2.c). */
import { IP6_DST, IP6_SRC } from '../../wire/ipv6';
import { EACCES } from '../errno';
import type { Host } from '../host';
import { ip6_lasthdr, lasthdrProto } from '../inet6/ip6Lasthdr';
import { in6_setscope } from '../inet6/scope6';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { addressOperand, ifOperand } from '../operands';
import { PFIL_IN } from '../surroundings';
import { type Candidate, considered, decide, decision, enter, leave, used } from '../trace';
import { type AddressMatch, describeRule, type IpfwRule } from './ipfw';

const verdict = decision('ipfw_chk.rule', {
  question: 'Which rule of ipfw decides about the packet?',
  outcomes: {
    allow: '{rule} lets it pass.',
    deny: '{rule} denies it.',
    default: 'None: rule 65535 lets it pass.',
  },
  reference: 'ipfw(8); ipfw_chk (netinet/ip_fw2.c)',
});

/** Asks the rules in order: 0 to let the packet pass, EACCES to refuse it. Every rule that matches on the way counts the packet. */
export function ipfw_chk(host: Host, m: Mbuf, ifp: Ifnet, direction: number): number {
  enter(host, 'ipfw_chk', m);
  const proto = lasthdrProto(ip6_lasthdr(m.data, m.off, m.len));
  const rule = firstFinal(host, m, ifp, direction, proto);
  if (RECORDING) considered(host, () => candidates(host, m, ifp, direction, proto, rule));
  const outcome = rule === null ? verdict.default : rule.action === 'deny' ? verdict.deny : verdict.allow;
  decide(
    host,
    verdict,
    outcome,
    RECORDING && {
      rule: { value: rule === null ? 'rule 65535' : describeRule(rule), origin: rule?.origin ?? null },
      ip6_src: addressOperand(m, IP6_SRC),
      ip6_dst: addressOperand(m, IP6_DST),
      proto,
      direction: direction === PFIL_IN ? 'in' : 'out',
      ifp: ifOperand(ifp),
    },
  );
  leave(host);
  return outcome === verdict.deny ? EACCES : 0;
}

function firstFinal(host: Host, m: Mbuf, ifp: Ifnet, direction: number, proto: number): IpfwRule | null {
  for (const rule of host.ipfw) {
    if (whyNot(host, rule, m, ifp, direction, proto) !== null) continue;
    rule.packets++;
    rule.bytes += m.len;
    used(host, rule.origin);
    if (rule.action !== 'count') return rule;
  }
  return null;
}

/** Why a rule does not match, in words; null when it does. Words are constants, so that asking costs nothing. */
function whyNot(
  host: Host,
  rule: IpfwRule,
  m: Mbuf,
  ifp: Ifnet,
  direction: number,
  proto: number,
): string | null {
  const isIn = direction === PFIL_IN;
  if (rule.direction !== null && (rule.direction === 'in') !== isIn) return 'the direction is another';
  if (rule.proto !== 0 && rule.proto !== proto) return 'the protocol is another';
  const recv = m.rcvif;
  if (rule.recv !== null && (recv === null || !matchesInterface(rule.recv, recv))) {
    return 'it was received on another interface';
  }
  if (rule.xmit !== null && (isIn || !matchesInterface(rule.xmit, ifp))) {
    return 'it is not sent by that interface';
  }
  if (rule.via !== null && !matchesInterface(rule.via, ifp)) return 'the interface is another';
  if (!matchesAddress(host, rule.src, m, IP6_SRC, ifp)) return 'the source is another';
  return matchesAddress(host, rule.dst, m, IP6_DST, ifp) ? null : 'the destination is another';
}

/** `em0`, or `em*` for all of a kind. */
function matchesInterface(name: string, ifp: Ifnet): boolean {
  return name.endsWith('*') ? ifp.name.startsWith(name.slice(0, -1)) : ifp.name === name;
}

function matchesAddress(host: Host, match: AddressMatch, m: Mbuf, field: number, ifp: Ifnet): boolean {
  return addressWithin(host, match, m, m.off + field, ifp) !== match.not;
}

function addressWithin(host: Host, match: AddressMatch, m: Mbuf, at: number, ifp: Ifnet): boolean {
  if (match.kind === 'any') return true;
  if (match.kind === 'me') return isMe(host, m, at, ifp);
  const addr = match.addr;
  if (addr === null) return false;
  const whole = match.prefixlen >> 3;
  for (let i = 0; i < whole; i++) if (addr[i] !== m.data[at + i]) return false;
  const rest = match.prefixlen & 7;
  return rest === 0 || (addr[whole] ^ m.data[at + whole]) >> (8 - rest) === 0;
}

/** An address of any interface; a link-local one of this link. */
function isMe(host: Host, m: Mbuf, at: number, ifp: Ifnet): boolean {
  const addr = m.data.slice(at, at + 16);
  in6_setscope(addr, 0, ifp);
  return host.interfaces.some(own => own.addresses.some(ia => ia.addr.every((byte, i) => byte === addr[i])));
}

function candidates(
  host: Host,
  m: Mbuf,
  ifp: Ifnet,
  direction: number,
  proto: number,
  chosen: IpfwRule | null,
): Candidate[] {
  const past = chosen === null ? host.ipfw.length : host.ipfw.indexOf(chosen);
  return host.ipfw.map((rule, i) => {
    const why = whyNot(host, rule, m, ifp, direction, proto);
    const reason =
      rule === chosen
        ? 'the first that matches and decides'
        : i > past
          ? 'an earlier rule decides'
          : (why ?? 'it matches, and only counts');
    return { name: describeRule(rule), chosen: rule === chosen, why: reason, origin: rule.origin };
  });
}
