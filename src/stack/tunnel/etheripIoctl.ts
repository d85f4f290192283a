/**
 * What may be asked of an EtherIP interface (net/if_etherip.c, etherip_ioctl): flags, routing domain, and the
 * ends of its tunnel.
 */
import { EADDRNOTAVAIL, EINVAL, EPERM } from '../errno';
import type { Host } from '../host';
import { IFF_RUNNING, IFF_UP } from '../net/if';
import { rtable_exists } from '../net/rtable';
import { AF_UNSPEC, newSockaddr, type Sockaddr, sa_family, sockaddrText } from '../net/sockaddr';
import { branch, decide, decision, enter, leave, switched } from '../trace';
import { etherip_media_status } from './etheripClone';
import { setTunnel } from './etheripTunnelAddr';
import type { EtheripSoftc } from './etheripVar';
import { lines } from './source';

/** Largest number of a routing table. */
const RT_TABLEID_MAX = 255;

/** What is asked, and with what. `root`: by the super-user. */
export type EtheripRequest =
  | { readonly cmd: 'SIOCSIFADDR' | 'SIOCSIFFLAGS' }
  | { readonly cmd: 'SIOCSLIFPHYRTABLE'; readonly rdomain: number; readonly root: boolean }
  | { readonly cmd: 'SIOCGLIFPHYRTABLE' }
  | {
      readonly cmd: 'SIOCSLIFPHYADDR';
      readonly src: Sockaddr;
      readonly dst: Sockaddr;
      readonly root: boolean;
    }
  | { readonly cmd: 'SIOCDIFPHYADDR'; readonly root: boolean }
  | { readonly cmd: 'SIOCGLIFPHYADDR' }
  | { readonly cmd: 'SIOCSIFMEDIA' | 'SIOCGIFMEDIA' }
  | { readonly cmd: 'SIOCSIFMTU' | 'SIOCADDMULTI' | 'SIOCDELMULTI' };

/** What came of it: 0 or an error number, and what was read. */
interface EtheripAnswer {
  readonly error: number;
  readonly rdomain?: number;
  readonly src?: Sockaddr;
  readonly dst?: Sockaddr;
  readonly media?: { readonly active: number; readonly status: number };
}

const DONE: EtheripAnswer = Object.freeze({ error: 0 });

/** Asks something of a tunnel's interface. */
export function etherip_ioctl(host: Host, sc: EtheripSoftc, request: EtheripRequest): EtheripAnswer {
  enter(host, 'etherip_ioctl', null);
  switched(host, 209, request.cmd);
  const answer = answerOf(host, sc, request);
  leave(host);
  return answer;
}

function answerOf(host: Host, sc: EtheripSoftc, request: EtheripRequest): EtheripAnswer {
  switch (request.cmd) {
    case 'SIOCSIFADDR':
    case 'SIOCSIFFLAGS':
      return setFlags(host, sc, request.cmd === 'SIOCSIFADDR');
    case 'SIOCSLIFPHYRTABLE':
      return { error: setRdomain(host, sc, request.rdomain, request.root) };
    case 'SIOCGLIFPHYRTABLE':
      decide(host, rdomainGet, rdomainGet.read, RECORDING && { rdomain: sc.rdomain });
      return { error: 0, rdomain: sc.rdomain };
    case 'SIOCSLIFPHYADDR':
      return { error: setEnds(host, sc, request.src, request.dst, request.root) };
    case 'SIOCDIFPHYADDR':
      return { error: deleteEnds(host, sc, request.root) };
    case 'SIOCGLIFPHYADDR':
      return readEnds(host, sc);
    case 'SIOCSIFMEDIA':
    case 'SIOCGIFMEDIA':
      decide(host, media, media.answered);
      return request.cmd === 'SIOCSIFMEDIA' ? DONE : { error: 0, media: etherip_media_status(host) };
    default: {
      const error = host.surroundings.ether_ioctl(host, sc.ifp, request.cmd);
      decide(host, other, error === 0 ? other.done : other.refused, RECORDING && { cmd: request.cmd, error });
      return { error };
    }
  }
}

const address = decision('etherip_ioctl.address', {
  kind: 'S',
  question: 'Is the interface running?',
  outcomes: { up: 'Yes, because it is up.', down: 'No, because it is down.' },
  kernel: lines(210, 220),
  reference: 'ifconfig(8); etherip_ioctl (net/if_etherip.c)',
});

/** An address brings the interface up; running follows up. */
function setFlags(host: Host, { ifp }: EtheripSoftc, byAddress: boolean): EtheripAnswer {
  if (byAddress) ifp.flags |= IFF_UP;
  const up = branch(host, 215, (ifp.flags & IFF_UP) !== 0);
  ifp.flags = up ? ifp.flags | IFF_RUNNING : ifp.flags & ~IFF_RUNNING;
  decide(host, address, up ? address.up : address.down);
  return DONE;
}

function privilegeWords(from: number, to: number) {
  return {
    question: 'Does the super-user ask?',
    outcomes: { refused: 'No: it is refused.', root: 'Yes.' },
    kernel: lines(from, to),
    reference: 'suser(9); etherip_ioctl (net/if_etherip.c)',
  } as const;
}

const rdomainPrivilege = decision('etherip_ioctl.rdomain-privilege', privilegeWords(222, 224));
const tunnelPrivilege = decision('etherip_ioctl.tunnel-privilege', privilegeWords(239, 241));

const rdomainRange = decision('etherip_ioctl.rdomain-range', {
  question: 'Is there a routing table of this number?',
  outcomes: {
    invalid: 'No: there is no table {rdomain}.',
    set: 'Yes: outer packets use table {rdomain} from now on, even if another tunnel has the same ends there.',
  },
  kernel: lines(226, 232),
  reference: 'rtable(4); etherip_ioctl (net/if_etherip.c)',
});

function setRdomain(host: Host, sc: EtheripSoftc, rdomain: number, root: boolean): number {
  branch(host, 223, !root);
  decide(host, rdomainPrivilege, root ? rdomainPrivilege.root : rdomainPrivilege.refused);
  if (!root) return EPERM;
  const invalid = branch(host, 226, rdomain < 0 || rdomain > RT_TABLEID_MAX || !rtable_exists(host, rdomain));
  decide(host, rdomainRange, invalid ? rdomainRange.invalid : rdomainRange.set, RECORDING && { rdomain });
  if (invalid) return EINVAL;
  sc.rdomain = rdomain;
  return 0;
}

const rdomainGet = decision('etherip_ioctl.rdomain-get', {
  kind: 'S',
  question: 'Which routing table do outer packets use?',
  outcomes: { read: 'Table {rdomain}.' },
  kernel: lines(235, 237),
  reference: 'etherip_ioctl (net/if_etherip.c)',
});

const tunnelUnset = decision('etherip_ioctl.tunnel-unset', {
  question: 'Is one of the two ends no address at all?',
  outcomes: { unset: 'Yes: from {src} to {dst}.', given: 'No: from {src} to {dst}.' },
  kernel: lines(245, 246),
  reference: 'etherip_ioctl (net/if_etherip.c)',
});

function setEnds(host: Host, sc: EtheripSoftc, src: Sockaddr, dst: Sockaddr, root: boolean): number {
  branch(host, 240, !root);
  decide(host, tunnelPrivilege, root ? tunnelPrivilege.root : tunnelPrivilege.refused);
  if (!root) return EPERM;
  const unset = branch(host, 245, sa_family(src) === AF_UNSPEC || sa_family(dst) === AF_UNSPEC);
  const looked = RECORDING && { src: sockaddrText(src), dst: sockaddrText(dst) };
  decide(host, tunnelUnset, unset ? tunnelUnset.unset : tunnelUnset.given, looked);
  return unset ? EADDRNOTAVAIL : setTunnel(host, sc, src, dst);
}

const tunnelDelete = decision('etherip_ioctl.tunnel-delete', {
  question: 'Does the super-user ask to forget the ends?',
  outcomes: {
    refused: 'No: it is refused.',
    deleted: 'Yes: both are forgotten and the interface runs no more; up and routing table stay.',
  },
  kernel: lines(268, 275),
  reference: 'ifconfig(8) deletetunnel; etherip_ioctl (net/if_etherip.c)',
});

function deleteEnds(host: Host, sc: EtheripSoftc, root: boolean): number {
  branch(host, 269, !root);
  decide(host, tunnelDelete, root ? tunnelDelete.deleted : tunnelDelete.refused);
  if (!root) return EPERM;
  sc.ifp.flags &= ~IFF_RUNNING;
  sc.src = newSockaddr();
  sc.dst = newSockaddr();
  return 0;
}

const tunnelGet = decision('etherip_ioctl.tunnel-get', {
  question: 'Is a far end set?',
  outcomes: { unset: 'No.', read: 'Yes: from {src} to {dst}.' },
  kernel: lines(277, 286),
  reference: 'etherip_ioctl (net/if_etherip.c)',
});

function readEnds(host: Host, sc: EtheripSoftc): EtheripAnswer {
  const unset = branch(host, 278, sa_family(sc.dst) === AF_UNSPEC);
  const looked = RECORDING && { src: sockaddrText(sc.src), dst: sockaddrText(sc.dst) };
  decide(host, tunnelGet, unset ? tunnelGet.unset : tunnelGet.read, looked);
  if (unset) return { error: EADDRNOTAVAIL };
  return { error: 0, src: copied(sc.src), dst: copied(sc.dst) };
}

/** The bytes of an address that its length covers. */
function copied(sa: Sockaddr): Sockaddr {
  const copy = newSockaddr();
  copy.set(sa.subarray(0, sa[0]));
  return copy;
}

const media = decision('etherip_ioctl.media', {
  kind: 'S',
  question: 'What is the medium?',
  outcomes: { answered: 'Ethernet, chosen by itself.' },
  kernel: lines(288, 291),
  reference: 'ifmedia(4); etherip_ioctl (net/if_etherip.c)',
});

const other = decision('etherip_ioctl.other', {
  question: 'Does Ethernet know what is asked?',
  outcomes: { done: 'Yes: {cmd} is done.', refused: 'It answers {cmd} with error {error}.' },
  kernel: lines(293, 295),
  reference: 'ether_ioctl (net/if_ethersubr.c)',
});
