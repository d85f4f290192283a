/**
 * Sockets as far as divert sockets need them (kern/uipc_socket.c, uipc_socket2.c): state, options, and what
 * waits to be read.
 */
import type { Host } from '../host';
import { fault } from '../net/fault';
import { type Mbuf, m_hold } from '../net/mbuf';
import type { DivertProgram } from './divert/divertProgram';
import type { Inpcb } from './inPcb';
import type { SockaddrIn } from './sockaddrIn';

export const SO_DONTROUTE = 0x10;
export const SO_REUSEPORT = 0x200;

/** A datagram that waits to be read, and whom it comes from. */
export interface Datagram {
  readonly from: SockaddrIn;
  readonly m: Mbuf;
}

/** A receive buffer (struct sockbuf). */
interface Sockbuf {
  /** Bytes that it may hold. */
  sb_hiwat: number;
  /** Bytes that it holds, addresses included. */
  sb_cc: number;
  /** Oldest first. */
  sb_mb: Datagram[];
}

/** A socket. */
export interface Socket {
  /** SO_* */
  so_options: number;
  so_pcb: Inpcb | null;
  /** SS_ISCONNECTED: that the socket knows where to send to. */
  connected: boolean;
  /** SBS_CANTSENDMORE: that it was shut down for writing. */
  cantSendMore: boolean;
  so_rcv: Sockbuf;
  /** The program that reads it, null when nobody does by itself. */
  program: DivertProgram | null;
}

/** A socket that no protocol has seen yet. */
export function newSocket(): Socket {
  return {
    so_options: 0,
    so_pcb: null,
    connected: false,
    cantSendMore: false,
    so_rcv: { sb_hiwat: 0, sb_cc: 0, sb_mb: [] },
    program: null,
  };
}

/** Reserves the buffers: 0 or an error number. `receive` in bytes. */
export function soreserve(host: Host, so: Socket, receive: number): number {
  const error = fault(host, 'soreserve', null);
  if (error === 0) so.so_rcv.sb_hiwat = receive;
  return error;
}

/** Queues a datagram; false when there is no room for it and its address. The packet is copied. */
export function sbappendaddr(sb: Sockbuf, from: SockaddrIn, m: Mbuf): boolean {
  const space = m.len + from.sin_len;
  if (space > sb.sb_hiwat - sb.sb_cc) return false;
  sb.sb_mb.push({ from, m: m_hold(m) });
  sb.sb_cc += space;
  return true;
}

/** Takes a datagram out of the queue; false when it is not there any more. */
export function sbtake(sb: Sockbuf, datagram: Datagram): boolean {
  const at = sb.sb_mb.indexOf(datagram);
  if (at < 0) return false;
  sb.sb_mb.splice(at, 1);
  sb.sb_cc -= datagram.m.len + datagram.from.sin_len;
  return true;
}

/** The datagram that waits longest, taken from the queue; null when none does (soreceive). */
export function soreceive(so: Socket): Datagram | null {
  const first = so.so_rcv.sb_mb.shift();
  if (first === undefined) return null;
  so.so_rcv.sb_cc -= first.m.len + first.from.sin_len;
  return first;
}
