/** ARP packets that this machine sends (arprequest and the end of in_arpinput in netinet/if_ether.c). */
import {
  ARP_HLN,
  ARP_HRD,
  ARP_LEN,
  ARP_OP,
  ARP_PLN,
  ARP_PRO,
  ARP_SHA,
  ARP_SPA,
  ARP_THA,
  ARP_TPA,
  ARPHRD_ETHER,
  ARPOP_REPLY,
  ARPOP_REQUEST,
} from '../../../wire/arp';
import { get32, put16 } from '../../../wire/bytes';
import { ETHERTYPE_IP } from '../../../wire/linkHeader';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { if_output } from '../../net/ifOutput';
import { m_get } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { ifaof_ifpforaddr } from '../in';

const source = decision('arprequest.source', {
  kind: 'S',
  question: 'As whom does {ifp} ask for the link address of {dst}?',
  outcomes: {
    address: 'As {src}.',
    none: 'As nobody: {ifp} has no IPv4 address.',
  },
  reference: 'RFC 826; arprequest (netinet/if_ether.c)',
});

/**
 * Asks everybody on the link of `ifp` for the link address of the 4 bytes `addr`; `frame` is the capture
 * frame that led to it.
 */
export function arprequest(host: Host, ifp: Ifnet, addr: Uint8Array, frame: number): void {
  const ia = ifaof_ifpforaddr(ifp, get32(addr, 0));
  decide(
    host,
    source,
    ia === null ? source.none : source.address,
    RECORDING && { ifp: ifOperand(ifp), dst: addr.slice(), src: ia === null ? null : ia.addr.slice() },
  );
  const data = newMessage(ARPOP_REQUEST, ifp.lladdr);
  if (ia !== null) data.set(ia.addr, ARP_SPA);
  data.set(addr, ARP_TPA);
  send(host, ifp, data, 'arp-request', frame);
}

/** Answers the request at `off` of `request` with the link address of `addr`. */
export function arpreply(
  host: Host,
  ifp: Ifnet,
  request: Uint8Array,
  off: number,
  lladdr: Uint8Array,
  frame: number,
): void {
  const data = newMessage(ARPOP_REPLY, lladdr);
  data.set(request.subarray(off + ARP_TPA, off + ARP_TPA + 4), ARP_SPA);
  data.set(request.subarray(off + ARP_SHA, off + ARP_SHA + 6), ARP_THA);
  data.set(request.subarray(off + ARP_SPA, off + ARP_SPA + 4), ARP_TPA);
  send(host, ifp, data, 'arp-reply', frame);
}

function newMessage(op: number, sender: Uint8Array): Uint8Array {
  const data = new Uint8Array(ARP_LEN);
  put16(data, ARP_HRD, ARPHRD_ETHER);
  put16(data, ARP_PRO, ETHERTYPE_IP);
  data[ARP_HLN] = 6;
  data[ARP_PLN] = 4;
  put16(data, ARP_OP, op);
  data.set(sender, ARP_SHA);
  return data;
}

function send(
  host: Host,
  ifp: Ifnet,
  data: Uint8Array,
  kind: 'arp-request' | 'arp-reply',
  frame: number,
): void {
  const m = m_get(host, data, 0, data.length);
  m.kind = kind;
  m.frame = frame;
  if_output(host, ifp, ifp, m, null, null);
}
