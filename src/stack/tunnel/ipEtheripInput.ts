/** EtherIP packets that come in over IPv4 (net/if_etherip.c, ip_etherip_input). */
import { equalBytes } from '../../wire/bytes';
import { IP_DST, IP_P, IP_SRC } from '../../wire/ipv4';
import { IPPROTO_ETHERIP } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { m_adj } from '../net/mbufAdjust';
import { rtable_l2 } from '../net/rtable';
import { AF_INET, SIN_ADDR, sa_family } from '../net/sockaddr';
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

/** Takes a packet of protocol 97 whose IPv4 header is `off` bytes long. The packet is used up. */
export function ip_etherip_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'ip_etherip_input', m);
  if (isEtherip(host, m) && isAllowed(host, m)) receive(host, m, off);
  leave(host);
}

const protocol = decision('ip_etherip_input.protocol', {
  question: 'Is it protocol 97?',
  outcomes: {
    other: { answer: 'No: protocol {ip_p}.', verdict: 'its protocol is {ip_p}, not EtherIP' },
    etherip: 'Yes.',
  },
  kernel: lines(414, 418),
  reference: 'ip_etherip_input (net/if_etherip.c)',
});

function isEtherip(host: Host, m: Mbuf): boolean {
  const other = branch(host, 414, m.data[m.off + IP_P] !== IPPROTO_ETHERIP);
  const looked = RECORDING && { ip_p: byteOperand(m, IP_P) };
  if (decide(host, protocol, other ? protocol.other : protocol.etherip, looked) === protocol.etherip)
    return true;
  host.ipstat.ips_noproto++;
  settle(host, DROPPED);
  return false;
}

const policy = decision('ip_etherip_input.policy', policyWords(420, 424));

function isAllowed(host: Host, m: Mbuf): boolean {
  const byIpsec = isProtected(m);
  const refused = branch(host, 420, host.etherip_allow === 0 && !byIpsec);
  const looked = RECORDING && { allow: host.etherip_allow, protected: byIpsec };
  if (decide(host, policy, refused ? policy.refused : policy.allowed, looked) === policy.allowed) return true;
  host.etheripstat.etherips_pdrops++;
  settle(host, DROPPED);
  return false;
}

const match = decision('ip_etherip_input.match', {
  question: 'Which tunnel has these two ends?',
  outcomes: {
    none: {
      answer: 'None, of {tunnels}.',
      verdict: 'no EtherIP tunnel of this machine has these two ends',
    },
    found: '{ifp}, the newest that fits; whether it is up is not asked.',
  },
  kernel: lines(427, 448),
  reference: 'RFC 3378 3; ip_etherip_input (net/if_etherip.c)',
});

function receive(host: Host, m: Mbuf, off: number): void {
  const sc = tunnelOf(host, m);
  branch(host, 444, sc === null);
  used(host, sc?.ifp.origin ?? null);
  const looked = RECORDING && { ifp: sc?.ifp.name ?? null, tunnels: host.etherip.length };
  if (RECORDING)
    considered(
      host,
      tunnelCandidates(host, sc, one => whyNot(host, one, m)),
    );
  decide(host, match, sc === null ? match.none : match.found, looked);
  if (sc !== null) {
    unwrap(host, m, off, sc.ifp);
    return;
  }
  host.etheripstat.etherips_noifdrops++;
  settle(host, DROPPED);
}

function tunnelOf(host: Host, m: Mbuf): EtheripSoftc | null {
  for (const sc of host.etherip) {
    if (branch(host, 428, whyNot(host, sc, m) === 'family')) continue;
    if (!branch(host, 435, whyNot(host, sc, m) !== null)) return sc;
  }
  return null;
}

/** What keeps a tunnel from taking the packet; null when nothing does. */
function whyNot(host: Host, sc: EtheripSoftc, { data, off, rtableid }: Mbuf): Checked {
  if (sa_family(sc.src) !== AF_INET || sa_family(sc.dst) !== AF_INET) return 'family';
  if (sc.rdomain !== rtable_l2(host, rtableid)) return 'routing domain';
  if (!equalBytes(sc.src, SIN_ADDR, data, off + IP_DST, 4)) return 'near end';
  return equalBytes(sc.dst, SIN_ADDR, data, off + IP_SRC, 4) ? null : 'far end';
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

const shim = decision('ip_etherip_input.shim', headerWords(450, 455));

function hasHeader(host: Host, m: Mbuf): boolean {
  const missing = branch(host, 452, m.len < ETHERIP_HDRLEN);
  decide(host, shim, missing ? shim.missing : shim.present, RECORDING && { len: m.len });
  if (missing) dropDamaged(host);
  return !missing;
}

const version = decision('ip_etherip_input.version', versionWords(458, 462));

function isVersion3(host: Host, m: Mbuf): boolean {
  const wrong = branch(host, 458, isOtherVersion(m));
  const looked = RECORDING && { first: byteOperand(m, 0), second: byteOperand(m, 1) };
  decide(host, version, wrong ? version.wrong : version.right, looked);
  if (wrong) dropDamaged(host);
  return !wrong;
}

const count = decision('ip_etherip_input.count', countWords(464, 465));

const frame = decision('ip_etherip_input.frame', frameWords(467, 473));

function hasFrame(host: Host, m: Mbuf): boolean {
  const short = branch(host, 469, isFrameShort(m));
  decide(host, frame, short ? frame.short : frame.whole, RECORDING && { len: m.len });
  if (short) dropDamaged(host);
  return !short;
}

const deliver = decision('ip_etherip_input.deliver', deliverWords(479, 481));
