/** Source routes, loose and strict (RFC 791 3.1). */
import { formatIpv4 } from '../../../wire/address';
import { get32, put32 } from '../../../wire/bytes';
import { IP_DST, IP_SRC, IPOPT_SSRR, isMulticast4 } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { DROPPED, decide, decision, log, settle } from '../../trace';
import { in_ifawithaddr, in_isOnLink } from '../in';
import type { InIfaddr } from '../inVar';
import { inOperand } from '../ipOperands';
import { ip_rtaddr } from './address';
import { FORWARD_BY_OPTION, OK, type OptionResult, SILENT, UNREACHABLE_ROUTE } from './result';

const route = decision('ip_dooptions.source-route', {
  question: 'Where does the source route lead from here?',
  outcomes: {
    'not-there-yet': 'On to {ip_dst}, which is another machine.',
    next: 'To {next}, as the packet says.',
    'end-accepted': 'It ends here, and such packets are accepted (net.inet.ip.accept_sourceroute).',
    'bad-pointer': {
      malformed: true,
      answer: 'Nowhere: its pointer {pointer} is not possible.',
      verdict: 'the pointer {pointer} of its source route is not possible',
    },
    'strict-missed': {
      answer: 'Nowhere: it is strict, and {ip_dst} is not this machine.',
      verdict: 'its source route is strict, and {ip_dst} is not this machine',
    },
    refused: {
      answer:
        'Nowhere: this router does not follow source routes (net.inet.ip.sourceroute, accept_sourceroute).',
      verdict: 'it names its own way, which this router does not follow',
    },
    'dropped-silently': {
      answer: 'Nowhere: this machine is no router, and does not accept source routes.',
      verdict: 'it names its own way, which this machine does not accept',
    },
    'no-way': {
      answer: 'Nowhere: there is no way to {next}.',
      verdict: 'its source route leads to {next}, to which there is no way',
    },
  },
  reference: 'RFC 791 3.1, RFC 1122 3.2.1.8; ip_dooptions (netinet/ip_input.c)',
});

/**
 * Follows the source route at `at`: the next address becomes the destination, and ours stands in its place.
 */
export function sourceRoute(host: Host, m: Mbuf, at: number): OptionResult {
  const base = m.off + at;
  const pointer = m.data[base + 2];
  const outcome = judge(host, m, base, pointer);
  decide(
    host,
    route,
    outcome,
    RECORDING && {
      ip_dst: inOperand(m, IP_DST),
      next: inOperand(m, at + pointer - 1),
      pointer: { value: pointer, at: { offset: at + 2, length: 1 } },
    },
  );
  switch (outcome) {
    case route.notThereYet:
    case route.endAccepted:
      return OK;
    case route.next:
      return follow(host, m, base, pointer);
  }
  settle(host, DROPPED);
  if (outcome === route.badPointer) return at + 2;
  if (outcome === route.droppedSilently) {
    host.ipstat.ips_cantforward++;
    return SILENT;
  }
  if (outcome === route.refused) {
    const { data, off } = m;
    log(
      host,
      0,
      `attempted source route from ${formatIpv4(data, off + IP_SRC)} to ${formatIpv4(data, off + IP_DST)}`,
    );
  }
  return UNREACHABLE_ROUTE;
}

function judge(host: Host, m: Mbuf, base: number, pointer: number): number {
  const length = m.data[base + 1];
  const strict = m.data[base] === IPOPT_SSRR;
  const { sourceroute, accept_sourceroute, forwarding } = host.sysctl4;
  if (length < 3 || pointer < 4) return route.badPointer;
  const refused = forwarding !== 0 ? route.refused : route.droppedSilently;
  if (in_ifawithaddr(host, get32(m.data, m.off + IP_DST)) === null) {
    if (strict) return route.strictMissed;
    return sourceroute === 0 ? refused : route.notThereYet;
  }
  if (pointer - 1 > length - 4) return accept_sourceroute === 0 ? refused : route.endAccepted;
  if (sourceroute === 0) return refused;
  return wayTo(host, m.data, base + pointer - 1, strict) === null ? route.noWay : route.next;
}

/** The address of ours on the way to the next machine; a strict route goes to neighbours only. */
function wayTo(host: Host, data: Uint8Array, next: number, strict: boolean): InIfaddr | null {
  if (!strict) return ip_rtaddr(host, data, next);
  const addr = get32(data, next);
  for (const ifp of host.interfaces) if (in_isOnLink(ifp, addr, null)) return ip_rtaddr(host, data, next);
  return null;
}

function follow(host: Host, m: Mbuf, base: number, pointer: number): OptionResult {
  const place = base + pointer - 1;
  const own = wayTo(host, m.data, place, m.data[base] === IPOPT_SSRR);
  put32(m.data, m.off + IP_DST, get32(m.data, place));
  if (own !== null) put32(m.data, place, get32(own.addr, 0));
  m.data[base + 2] += 4;
  return isMulticast4(m.data[m.off + IP_DST]) ? OK : FORWARD_BY_OPTION;
}
