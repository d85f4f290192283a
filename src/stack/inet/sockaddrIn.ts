/** An IPv4 socket address (struct sockaddr_in), with what divert sockets hide in it. */
import { equalBytes } from '../../wire/bytes';

/** Bytes of the whole structure. */
export const SOCKADDR_IN_SIZE = 16;
/** Bytes of `sin_zero`. */
export const SIN_ZERO_SIZE = 8;

export interface SockaddrIn {
  sin_len: number;
  /** AF_* */
  sin_family: number;
  /** 0..65535 */
  sin_port: number;
  /** 4 bytes. */
  sin_addr: Uint8Array;
  /** 8 bytes: padding, in which divert sockets carry the name of an interface. */
  sin_zero: Uint8Array;
}

/** An address of this family; 0.0.0.0 when none is given. */
export function newSockaddrIn(family: number, addr: Uint8Array = new Uint8Array(4)): SockaddrIn {
  return {
    sin_len: SOCKADDR_IN_SIZE,
    sin_family: family,
    sin_port: 0,
    sin_addr: addr.slice(),
    sin_zero: new Uint8Array(SIN_ZERO_SIZE),
  };
}

/** True when the address is 0.0.0.0. */
export function isInaddrAny({ sin_addr }: SockaddrIn): boolean {
  return sin_addr[0] + sin_addr[1] + sin_addr[2] + sin_addr[3] === 0;
}

/** True when all 16 bytes are alike. */
export function equalSockaddrIn(a: SockaddrIn, b: SockaddrIn): boolean {
  return (
    a.sin_len === b.sin_len &&
    a.sin_family === b.sin_family &&
    a.sin_port === b.sin_port &&
    equalBytes(a.sin_addr, 0, b.sin_addr, 0, 4) &&
    equalBytes(a.sin_zero, 0, b.sin_zero, 0, SIN_ZERO_SIZE)
  );
}
