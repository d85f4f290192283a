/**
 * The ends of a tunnel are set, unless they make no tunnel or another has them (net/if_etherip.c,
 * etherip_set_tunnel_addr).
 */
import { equalBytes } from '../../wire/bytes';
import { EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL } from '../errno';
import type { Host } from '../host';
import {
  AF_INET,
  AF_INET6,
  AF_LINK,
  SOCKADDR_IN_LEN,
  SOCKADDR_IN6_LEN,
  type Sockaddr,
  sa_family,
  sa_len,
  sockaddrText,
} from '../net/sockaddr';
import { branch, considered, decide, decision, enter, leave, switched } from '../trace';
import type { EtheripSoftc } from './etheripVar';
import { lines } from './source';

const tunnelFamily = decision('etherip_ioctl.tunnel-family', {
  question: 'Do the lengths of both ends fit the family of the source?',
  outcomes: {
    'wrong-length': 'No: {srclen} and {dstlen} bytes.',
    'other-family': 'The source is of a family that carries no EtherIP.',
    fits: 'Yes; the family of the far end is not looked at.',
  },
  kernel: lines(248, 263),
  reference: 'etherip_ioctl (net/if_etherip.c)',
});

const familyNames: Readonly<Record<number, string>> = {
  [AF_INET]: 'inet',
  [AF_INET6]: 'inet6',
  [AF_LINK]: 'link',
};

/** Sets both ends, which are of some family: 0 or an error number, and then nothing is changed. */
export function setTunnel(host: Host, sc: EtheripSoftc, src: Sockaddr, dst: Sockaddr): number {
  const family = sa_family(src);
  switched(host, 248, familyNames[family] ?? family);
  const outcome = familyOutcome(host, family, src, dst);
  decide(host, tunnelFamily, outcome, RECORDING && { srclen: sa_len(src), dstlen: sa_len(dst) });
  if (outcome === tunnelFamily.wrongLength) return EINVAL;
  if (outcome === tunnelFamily.otherFamily) return EAFNOSUPPORT;
  return etherip_set_tunnel_addr(host, sc, src, dst);
}

function familyOutcome(host: Host, family: number, src: Sockaddr, dst: Sockaddr): number {
  if (family !== AF_INET && family !== AF_INET6) return tunnelFamily.otherFamily;
  const [line, length] = family === AF_INET ? [250, SOCKADDR_IN_LEN] : [256, SOCKADDR_IN6_LEN];
  const wrong = branch(host, line, sa_len(src) !== length || sa_len(dst) !== length);
  return wrong ? tunnelFamily.wrongLength : tunnelFamily.fits;
}

const duplicate = decision('etherip_set_tunnel_addr.duplicate', {
  question: 'Does another tunnel of the same routing domain have these two ends?',
  outcomes: {
    taken: 'Yes, {other}: nothing is changed.',
    free: 'No.',
  },
  kernel: lines(310, 326),
  reference: 'etherip_set_tunnel_addr (net/if_etherip.c)',
});

const stored = decision('etherip_set_tunnel_addr.store', {
  kind: 'S',
  question: 'Which ends has the tunnel now?',
  outcomes: { stored: 'From {src} to {dst}.' },
  kernel: lines(328, 329),
  reference: 'etherip_set_tunnel_addr (net/if_etherip.c)',
});

function etherip_set_tunnel_addr(host: Host, sc: EtheripSoftc, src: Sockaddr, dst: Sockaddr): number {
  enter(host, 'etherip_set_tunnel_addr', null);
  const error = store(host, sc, src, dst);
  leave(host);
  return error;
}

function store(host: Host, sc: EtheripSoftc, src: Sockaddr, dst: Sockaddr): number {
  const twin = host.etherip.find(one => isTwin(host, one, sc, src, dst));
  const looked = RECORDING && { other: twin?.ifp.name ?? null };
  if (RECORDING) considered(host, () => candidates(host, twin));
  decide(host, duplicate, twin === undefined ? duplicate.free : duplicate.taken, looked);
  if (twin !== undefined) return EADDRNOTAVAIL;
  sc.src.set(src.subarray(0, sa_len(src)));
  sc.dst.set(dst.subarray(0, sa_len(dst)));
  decide(host, stored, stored.stored, RECORDING && { src: sockaddrText(sc.src), dst: sockaddrText(sc.dst) });
  return 0;
}

/** Compared byte for byte, port and scope number included. */
function isTwin(host: Host, one: EtheripSoftc, sc: EtheripSoftc, src: Sockaddr, dst: Sockaddr): boolean {
  if (branch(host, 311, one === sc)) return false;
  if (branch(host, 314, !isAlike(one.src, src) || !isAlike(one.dst, dst))) return false;
  const same =
    one.rdomain === sc.rdomain &&
    equalBytes(one.dst, 0, dst, 0, sa_len(dst)) &&
    equalBytes(one.src, 0, src, 0, sa_len(src));
  return branch(host, 320, same);
}

function isAlike(a: Sockaddr, b: Sockaddr): boolean {
  return sa_family(a) === sa_family(b) && sa_len(a) === sa_len(b);
}

function candidates(host: Host, twin: EtheripSoftc | undefined) {
  return host.etherip.map(one => ({
    name: `${one.ifp.name}: ${sockaddrText(one.src)} to ${sockaddrText(one.dst)}`,
    chosen: one === twin,
    why: one === twin ? 'it has the same ends' : 'it is this one, or its ends or routing domain are others',
    origin: one.ifp.origin,
  }));
}
