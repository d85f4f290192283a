/**
 * `recv`, `xmit` and `via` (O_RECV, O_XMIT, O_VIA, iface_match): an interface by name, by kind as in `em*`,
 * by an address of it, or any.
 */
import { formatIpv4, formatIpv6 } from '../../../wire/address';
import type { Ifnet } from '../../net/if';
import type { IpfwArgs } from './args';

export interface InterfaceMatch {
  readonly kind: 'recv' | 'xmit' | 'via';
  /** `em0`, `em*`, or `any`; empty when an address is given. */
  readonly name: string;
  /** 4 or 16 bytes, or null. */
  readonly addr: Uint8Array | null;
}

/**
 * No packet that comes in has an interface to be sent by; `via` is `recv` for what comes in and `xmit` for
 * what goes out.
 */
export function matchInterface(args: IpfwArgs, match: InterfaceMatch): boolean {
  const ifp = interfaceOf(args, match.kind);
  if (ifp === null) return false;
  if (match.addr !== null) return bears(ifp, match.addr);
  const { name } = match;
  if (name === 'any') return true;
  return name.endsWith('*') ? ifp.name.startsWith(name.slice(0, -1)) : ifp.name === name;
}

function interfaceOf({ m, ifp, isIn }: IpfwArgs, kind: InterfaceMatch['kind']): Ifnet | null {
  if (kind === 'recv') return m.rcvif;
  return kind === 'xmit' && isIn ? null : ifp;
}

function bears(ifp: Ifnet, addr: Uint8Array): boolean {
  const own: readonly { readonly addr: Uint8Array }[] = addr.length === 16 ? ifp.addresses : ifp.inet;
  return own.some(ia => ia.addr.every((byte, i) => byte === addr[i]));
}

export function interfaceText({ kind, name, addr }: InterfaceMatch): string {
  const which = addr === null ? name : addr.length === 4 ? formatIpv4(addr) : formatIpv6(addr);
  return `${kind} ${which}`;
}
