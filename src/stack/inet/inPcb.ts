/** Protocol control blocks of IPv4 (netinet/in_pcb.c): what a socket of the machine is bound to. */
import { EACCES, EADDRINUSE, EADDRNOTAVAIL, EINVAL } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import { AF_INET } from '../net/sockaddr';
import { SOCKADDR_IN_SIZE, type SockaddrIn } from './sockaddrIn';
import { SO_REUSEPORT, type Socket } from './socket';

/** Ports below are bound by the super-user only. */
const IPPORT_RESERVED = 1024;
/** Range of the ports that are given to who asks for none. */
const IPPORT_HIFIRSTAUTO = 49152;
const IPPORT_HILASTAUTO = 65535;

export const INP_IPV4 = 0x1;
export const INP_HDRINCL = 0x8;

/** A control block (struct inpcb). */
export interface Inpcb {
  inp_socket: Socket;
  /** The port it is bound to, 0 for none. */
  inp_lport: number;
  /** The protocol that the socket was made for. */
  inp_ip_p: number;
  inp_vflag: number;
  /** INP_* */
  inp_flags: number;
  /** IPv4 options set on the socket (setsockopt IP_OPTIONS), or null. */
  inp_options: Uint8Array | null;
  /** The generation in which it was made or forgotten. */
  inp_gencnt: number;
}

/** All control blocks of one protocol (struct inpcbinfo). */
export interface Inpcbinfo {
  /** The newest first. */
  listhead: Inpcb[];
  ipi_gencnt: number;
  /** The next automatic port. */
  lastport: number;
}

/** No control block. */
export function newInpcbinfo(): Inpcbinfo {
  return { listhead: [], ipi_gencnt: 0, lastport: IPPORT_HIFIRSTAUTO };
}

/** Gives the socket a control block, in front of the others: 0 or an error number. */
export function in_pcballoc(host: Host, so: Socket, info: Inpcbinfo): number {
  const error = fault(host, 'in_pcballoc', null);
  if (error !== 0) return error;
  const inp: Inpcb = {
    inp_socket: so,
    inp_lport: 0,
    inp_ip_p: 0,
    inp_vflag: 0,
    inp_flags: 0,
    inp_options: null,
    inp_gencnt: ++info.ipi_gencnt,
  };
  info.listhead.unshift(inp);
  so.so_pcb = inp;
  return 0;
}

/** Takes the control block from its socket. */
export function in_pcbdetach(inp: Inpcb, info: Inpcbinfo): void {
  inp.inp_gencnt = ++info.ipi_gencnt;
  info.listhead = info.listhead.filter(one => one !== inp);
  inp.inp_socket.so_pcb = null;
}

/**
 * Binds to the port of `sin`, or to a free one when that is 0: 0 or an error number. `root`: by the
 * super-user.
 */
export function in_pcbbind(host: Host, inp: Inpcb, sin: SockaddrIn, root: boolean, info: Inpcbinfo): number {
  if (!hasIpv4Address(host)) return EADDRNOTAVAIL;
  if (sin.sin_len !== SOCKADDR_IN_SIZE) return EINVAL;
  if (inp.inp_lport !== 0) return sin.sin_port === inp.inp_lport ? 0 : EINVAL;
  if (sin.sin_port === 0) return bindToFreePort(inp, info);
  if (sin.sin_port < IPPORT_RESERVED && !root) return EACCES;
  const taken = ownerOf(info, sin.sin_port);
  if (taken !== null && !sharePort(taken.inp_socket, inp.inp_socket)) return EADDRINUSE;
  inp.inp_lport = sin.sin_port;
  return 0;
}

function hasIpv4Address(host: Host): boolean {
  return host.interfaces.some(ifp =>
    host.surroundings.if_addrhead(host, ifp).some(ifa => ifa.ifa_addr?.sin_family === AF_INET),
  );
}

function ownerOf(info: Inpcbinfo, port: number): Inpcb | null {
  for (const inp of info.listhead) if (inp.inp_lport === port) return inp;
  return null;
}

function sharePort(a: Socket, b: Socket): boolean {
  return (a.so_options & b.so_options & SO_REUSEPORT) !== 0;
}

function bindToFreePort(inp: Inpcb, info: Inpcbinfo): number {
  for (let tried = IPPORT_HIFIRSTAUTO; tried <= IPPORT_HILASTAUTO; tried++) {
    const port = info.lastport;
    info.lastport = port < IPPORT_HILASTAUTO ? port + 1 : IPPORT_HIFIRSTAUTO;
    if (ownerOf(info, port) !== null) continue;
    inp.inp_lport = port;
    return 0;
  }
  return EADDRNOTAVAIL;
}
