/** What a tap answers where other interfaces send and receive: it does neither. */
import { ENOTSUP } from '../errno';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { lines } from './source';

const output = decision('iptap_if_output.refuse', {
  kind: 'S',
  question: 'Can a packet be sent by a tap?',
  outcomes: { refused: { answer: 'No: it is dropped.', verdict: 'nothing can be sent by an IP tap' } },
  kernel: lines(321, 327),
  reference: 'iptap_if_output (bsd/net/iptap.c)',
});

/** Drops a packet that is to leave by a tap: ENOTSUP. */
export function iptap_if_output(host: Host, m: Mbuf): number {
  enter(host, 'iptap_if_output', m);
  decide(host, output, output.refused);
  settle(host, DROPPED);
  leave(host);
  return ENOTSUP;
}

const demux = decision('iptap_demux.refuse', {
  kind: 'S',
  question: 'Can a packet be received by a tap?',
  outcomes: { refused: 'No.' },
  kernel: lines(330, 339),
  reference: 'iptap_demux (bsd/net/iptap.c)',
});

/** Which protocol a packet received by a tap belongs to: ENOTSUP. */
export function iptap_demux(host: Host): number {
  decide(host, demux, demux.refused);
  return ENOTSUP;
}

const addProto = decision('iptap_add_proto.accept', {
  kind: 'S',
  question: 'Can a protocol be attached to a tap?',
  outcomes: { accepted: 'Yes, and it changes nothing.' },
  kernel: lines(342, 351),
  reference: 'iptap_add_proto (bsd/net/iptap.c)',
});

/** Attaches a protocol: 0. */
export function iptap_add_proto(host: Host): number {
  decide(host, addProto, addProto.accepted);
  return 0;
}

/** Detaches a protocol: 0, as it was attached. */
export function iptap_del_proto(): number {
  return 0;
}
