/** EtherIP packets that come in over IPv6 (net/if_etherip.c, ip6_etherip_input). */
import { get16, put16 } from '../../wire/bytes';
import { IP6_DST, IP6_SRC, IPPROTO_NONE } from '../../wire/ipv6';
import type { Host } from '../host';
import { hasEmbeddedZone } from '../inet6/scope6';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { m_adj } from '../net/mbufAdjust';
import { AF_INET6, SIN6_ADDR, type Sockaddr, sa_family, sin6_scope_id } from '../net/sockaddr';
import { byteOperand, ifOperand } from '../operands';
import { branch, considered, DROPPED, decide, decision, enter, leave, settle, used } from '../trace';
import {
  countReceived,
  deliverFrame,
  dropDamaged,
  isFrameShort,
  isOtherVersion,
  isProtected,
} from './etheripShim';
import { type Checked, tunnelCandidates } from './etheripTunnels';
import { ETHERIP_HDRLEN, type EtheripSoftc } from './etheripVar';
import { countWords, deliverWords, frameWords, headerWords, policyWords, versionWords } from './etheripWords';
import { lines } from './source';

/** What a protocol's input answers when the packet is used up. */
export const IPPROTO_DONE = 257;

/**
 * Takes a packet of next header 97 whose headers before it are `off` bytes long; the packet is used up.
 * IPPROTO_DONE; or IPPROTO_NONE when it was refused, as if no header followed, though there is no packet any
 * more.
 */
export function ip6_etherip_input(host: Host, m: Mbuf, off: number): number {
  enter(host, 'ip6_etherip_input', m);
  const allowed = isAllowed(host, m);
  if (allowed) receive(host, m, off);
  leave(host);
  return allowed ? IPPROTO_DONE : IPPROTO_NONE;
}

const policy = decision(
  'ip6_etherip_input.policy',
  policyWords(
    571,
    575,
    ' The packet is gone, yet the caller is told that no header follows and goes on with it.',
  ),
);

function isAllowed(host: Host, m: Mbuf): boolean {
  const byIpsec = isProtected(m);
  const refused = branch(host, 571, host.etherip_allow === 0 && !byIpsec);
  const looked = RECORDING && { allow: host.etherip_allow, protected: byIpsec };
  if (decide(host, policy, refused ? policy.refused : policy.allowed, looked) === policy.allowed) return true;
  host.etheripstat.etherips_pdrops++;
  settle(host, DROPPED);
  return false;
}

const match = decision('ip6_etherip_input.match', {
  question: 'Which tunnel has these two ends?',
  outcomes: {
    none: {
      answer: 'None, of {tunnels}.',
      verdict: 'no EtherIP tunnel of this machine has these two ends',
    },
    found: '{ifp}, the newest that fits; neither whether it is up nor its routing domain is asked.',
  },
  kernel: lines(577, 603),
  reference: 'RFC 4007 11; ip6_etherip_input (net/if_etherip.c)',
});

function receive(host: Host, m: Mbuf, off: number): void {
  const source = recoverScope(m, IP6_SRC);
  const destination = recoverScope(m, IP6_DST);
  const sc = tunnelOf(host, source, destination);
  branch(host, 599, sc === null);
  used(host, sc?.ifp.origin ?? null);
  const looked = RECORDING && { ifp: sc?.ifp.name ?? null, tunnels: host.etherip.length };
  if (RECORDING)
    considered(
      host,
      tunnelCandidates(host, sc, one => whyNot(one, source, destination)),
    );
  decide(host, match, sc === null ? match.none : match.found, looked);
  if (sc !== null) {
    unwrap(host, m, off, sc.ifp);
    return;
  }
  host.etheripstat.etherips_noifdrops++;
  settle(host, DROPPED);
}

/** An address of the packet, its zone taken out of it and set beside it (in6_recoverscope). */
interface Unscoped {
  readonly addr: Uint8Array;
  readonly scope: number;
}

function recoverScope(m: Mbuf, offset: number): Unscoped {
  const addr = m.data.slice(m.off + offset, m.off + offset + 16);
  if (!hasEmbeddedZone(addr, 0)) return { addr, scope: 0 };
  const scope = get16(addr, 2);
  put16(addr, 2, 0);
  return { addr, scope };
}

function tunnelOf(host: Host, source: Unscoped, destination: Unscoped): EtheripSoftc | null {
  for (const sc of host.etherip) {
    if (branch(host, 583, sa_family(sc.src) !== AF_INET6 || sa_family(sc.dst) !== AF_INET6)) continue;
    if (branch(host, 590, whyNot(sc, source, destination) === null)) return sc;
  }
  return null;
}

function isEnd(sa: Sockaddr, { addr, scope }: Unscoped): boolean {
  return addr.every((byte, i) => sa[SIN6_ADDR + i] === byte) && sin6_scope_id(sa) === scope;
}

/** What keeps a tunnel from taking the packet; null when nothing does. */
function whyNot(sc: EtheripSoftc, source: Unscoped, destination: Unscoped): Checked {
  if (sa_family(sc.src) !== AF_INET6 || sa_family(sc.dst) !== AF_INET6) return 'family';
  if (!isEnd(sc.src, destination)) return 'near end';
  return isEnd(sc.dst, source) ? null : 'far end';
}

/**
 * Takes the frame out of a packet whose outer header is `off` bytes long, and lets it come in by the tunnel's
 * interface.
 */
function unwrap(host: Host, m: Mbuf, off: number, ifp: Ifnet): void {
  m_adj(m, off);
  if (!hasHeader(host, m) || !isVersion3(host, m)) return;
  const len = countReceived(host, m);
  decide(host, count, count.counted, RECORDING && { len });
  if (!hasFrame(host, m)) return;
  decide(host, deliver, deliver.delivered, RECORDING && { ifp: ifOperand(ifp) });
  deliverFrame(host, m, ifp);
}

const shim = decision('ip6_etherip_input.shim', headerWords(605, 610));

function hasHeader(host: Host, m: Mbuf): boolean {
  const missing = branch(host, 607, m.len < ETHERIP_HDRLEN);
  decide(host, shim, missing ? shim.missing : shim.present, RECORDING && { len: m.len });
  if (missing) dropDamaged(host);
  return !missing;
}

const version = decision('ip6_etherip_input.version', versionWords(613, 617));

function isVersion3(host: Host, m: Mbuf): boolean {
  const wrong = branch(host, 613, isOtherVersion(m));
  const looked = RECORDING && { first: byteOperand(m, 0), second: byteOperand(m, 1) };
  decide(host, version, wrong ? version.wrong : version.right, looked);
  if (wrong) dropDamaged(host);
  return !wrong;
}

const count = decision('ip6_etherip_input.count', countWords(618, 619));

const frame = decision('ip6_etherip_input.frame', frameWords(621, 628));

function hasFrame(host: Host, m: Mbuf): boolean {
  const short = branch(host, 623, isFrameShort(m));
  decide(host, frame, short ? frame.short : frame.whole, RECORDING && { len: m.len });
  if (short) dropDamaged(host);
  return !short;
}

const deliver = decision('ip6_etherip_input.deliver', deliverWords(634, 636));
