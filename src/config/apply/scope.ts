/** From addresses as written to addresses as the kernel holds them. */
import type * as Stack from '../../stack/index';
import type { Address } from '../nodes';
import { needsZone } from '../values';

/** One of the two builds of the stack. */
export type StackApi = typeof Stack;
export type Host = Stack.Host;
export type Ifnet = Stack.Ifnet;

/** What a command came to: null when done, or why not, as a sentence. */
export type Refusal = string | null;

/** The interface of that name; a sentence when there is none. */
export function interfaceNamed(stack: StackApi, host: Host, name: string): Ifnet | string {
  return stack.ifunit(host, name) ?? `There is no interface ${name}.`;
}

/** The 16 bytes with the zone of the interface embedded; a sentence when the interface does not exist. */
export function embedded(stack: StackApi, host: Host, address: Address): Uint8Array | string {
  const bytes = address.bytes.slice();
  if (!needsZone(bytes) || address.zone === null) return bytes;
  const ifp = interfaceNamed(stack, host, address.zone);
  if (typeof ifp === 'string') return ifp;
  stack.in6_setscope(bytes, 0, ifp);
  return bytes;
}
