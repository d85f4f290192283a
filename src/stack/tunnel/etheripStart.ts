/** An EtherIP interface sends what waits in its queue: each frame goes to the output of the outer family. */
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { AF_INET, AF_INET6, AF_UNSPEC, sa_family, sockaddrText } from '../net/sockaddr';
import { ifOperand } from '../operands';
import { branch, DROPPED, decide, decision, enter, leave, Panic, settle, switched } from '../trace';
import type { EtheripSoftc } from './etheripVar';
import { ip6_etherip_output } from './ip6EtheripOutput';
import { ip_etherip_output } from './ipEtheripOutput';
import { lines } from './source';

const queue = decision('etherip_start.queue', {
  question: 'Does another frame wait to be sent?',
  outcomes: { frame: 'Yes.', empty: 'No.' },
  kernel: lines(165, 167),
  reference: 'etherip_start (net/if_etherip.c)',
});

/** Sends the frames that wait on a tunnel, whether its interface is up or not. */
export function etherip_start(host: Host, sc: EtheripSoftc): void {
  enter(host, 'etherip_start', null);
  for (;;) {
    const m = sc.snd.shift();
    branch(host, 166, m === undefined);
    decide(host, queue, m === undefined ? queue.empty : queue.frame, RECORDING && { ifp: ifOperand(sc.ifp) });
    if (m === undefined) break;
    sendFrame(host, sc, m);
  }
  leave(host);
}

const capture = decision('etherip_start.capture', {
  question: 'Does anyone capture on the tunnel interface?',
  outcomes: { shown: 'Yes: the frame is shown, even if it is dropped next.', none: 'No.' },
  kernel: lines(169, 172),
  reference: 'bpf(4); etherip_start (net/if_etherip.c)',
});

const configured = decision('etherip_start.configured', {
  question: 'Are both ends of the tunnel set?',
  outcomes: {
    unset: {
      answer: 'No: from {src} to {dst}.',
      verdict: 'the tunnel of {ifp} has no ends; it is not counted',
    },
    set: 'Yes: from {src} to {dst}.',
  },
  kernel: lines(173, 177),
  reference: 'RFC 3378 3; etherip_start (net/if_etherip.c)',
});

const family = decision('etherip_start.family', {
  question: 'Which IP carries the frame?',
  outcomes: {
    inet: 'IPv4, as the source {src} is.',
    inet6: 'IPv6, as the source {src} is.',
    other: {
      answer: 'None: the machine stops.',
      unreachable: 'a tunnel can only be given a source of one of the two families',
    },
  },
  kernel: lines(179, 190),
  reference: 'etherip_start (net/if_etherip.c)',
});

const result = decision('etherip_start.result', {
  question: 'Did sending fail?',
  outcomes: { sent: 'No.', failed: 'Yes: an output error is counted.' },
  kernel: lines(192, 193),
  reference: 'etherip_start (net/if_etherip.c)',
});

function sendFrame(host: Host, sc: EtheripSoftc, m: Mbuf): void {
  const listened = branch(host, 170, sc.ifp.if_bpf);
  decide(host, capture, listened ? capture.shown : capture.none);
  if (listened) host.surroundings.bpf_mtap(host, sc.ifp, m);
  const unset = branch(host, 173, sa_family(sc.src) === AF_UNSPEC || sa_family(sc.dst) === AF_UNSPEC);
  const ends = RECORDING && { src: sockaddrText(sc.src), dst: sockaddrText(sc.dst), ifp: ifOperand(sc.ifp) };
  if (decide(host, configured, unset ? configured.unset : configured.set, ends) === configured.unset) {
    settle(host, DROPPED);
    return;
  }
  const error = sendByFamily(host, sc, m);
  const failed = branch(host, 192, error !== 0);
  if (failed) sc.ifp.if_oerrors++;
  decide(host, result, failed ? result.failed : result.sent, RECORDING && { error });
}

function sendByFamily(host: Host, sc: EtheripSoftc, m: Mbuf): number {
  const outer = sa_family(sc.src);
  switched(host, 179, outer === AF_INET ? 'inet' : outer === AF_INET6 ? 'inet6' : outer);
  const outcome = outer === AF_INET ? family.inet : outer === AF_INET6 ? family.inet6 : family.other;
  decide(host, family, outcome, RECORDING && { src: sockaddrText(sc.src) });
  if (outcome === family.inet) return ip_etherip_output(host, sc, m);
  if (outcome === family.inet6) return ip6_etherip_output(host, sc, m);
  throw new Panic('unhandled-address-family');
}
