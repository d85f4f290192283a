/** A program makes a divert socket (div_attach). */
import { EINVAL, EPERM } from '../../errno';
import type { Host } from '../../host';
import { branch, decide, decision, enter, leave } from '../../trace';
import { INP_HDRINCL, INP_IPV4, in_pcballoc } from '../inPcb';
import { type Socket, soreserve } from '../socket';
import { lines } from './source';

/** Bytes of the receive buffer: the largest packet and something for its address. */
const DIVRCVQ = 65536 + 100;

/** Who makes the socket; `kernel`: the kernel itself, which nothing is refused. */
type Caller = 'root' | 'user' | 'kernel';

/** Attaches the socket to divert: 0 or an error number. */
export function div_attach(host: Host, so: Socket, proto: number, caller: Caller): number {
  enter(host, 'div_attach', null);
  const error = attach(host, so, proto, caller);
  leave(host);
  return error;
}

const attached = decision('div_attach.already-attached', {
  question: 'Has the socket a control block already?',
  outcomes: { attached: 'Yes: it is refused.', fresh: 'No.' },
  kernel: lines(405, 408),
  reference: 'socket(2); div_attach (netinet/ip_divert.c)',
});

const privilege = decision('div_attach.privilege', {
  question: 'Does the super-user ask?',
  outcomes: { refused: 'No: it is refused.', root: 'Yes.', 'no-thread': 'The kernel itself asks.' },
  kernel: lines(409, 412),
  reference: 'divert(4); suser(9)',
});

const reserve = decision('div_attach.reserve', {
  question: 'Can the buffers be reserved?',
  outcomes: { failed: 'No: error {error}.', reserved: 'Yes: {bytes} bytes each way.' },
  kernel: lines(413, 417),
  reference: 'soreserve (kern/uipc_socket2.c)',
});

const allocate = decision('div_attach.allocate', {
  question: 'Is there memory for a control block?',
  outcomes: {
    failed: 'No: error {error}.',
    made: 'Yes. The socket is connected from now on, for it always knows where to send to.',
  },
  kernel: lines(418, 435),
  reference: 'divert(4); in_pcballoc (netinet/in_pcb.c)',
});

function attach(host: Host, so: Socket, proto: number, caller: Caller): number {
  const isAttached = branch(host, 405, so.so_pcb !== null);
  decide(host, attached, isAttached ? attached.attached : attached.fresh);
  if (isAttached) return EINVAL;
  const refused = branch(host, 409, caller === 'user');
  decide(
    host,
    privilege,
    refused ? privilege.refused : caller === 'root' ? privilege.root : privilege.noThread,
  );
  return refused ? EPERM : make(host, so, proto);
}

function make(host: Host, so: Socket, proto: number): number {
  const full = soreserve(host, so, DIVRCVQ);
  branch(host, 414, full !== 0);
  const looked = RECORDING && { error: full, bytes: DIVRCVQ };
  if (decide(host, reserve, full === 0 ? reserve.reserved : reserve.failed, looked) === reserve.failed)
    return full;
  const error = in_pcballoc(host, so, host.divcbinfo);
  const failed = branch(host, 419, error !== 0);
  decide(host, allocate, failed ? allocate.failed : allocate.made, RECORDING && { error });
  if (so.so_pcb === null) return error;
  so.so_pcb.inp_ip_p = proto;
  so.so_pcb.inp_vflag |= INP_IPV4;
  so.so_pcb.inp_flags |= INP_HDRINCL;
  so.connected = true;
  return 0;
}
