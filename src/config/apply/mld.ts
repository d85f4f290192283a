/** `mld` on a host. */
import type { MldCommand } from '../nodes';
import { addressText } from '../print';
import { type Host, interfaceNamed, type Refusal, type StackApi } from './scope';

export function applyMld(stack: StackApi, host: Host, command: MldCommand): Refusal {
  const ifp = interfaceNamed(stack, host, command.interface.value);
  if (typeof ifp === 'string') return ifp;
  if (command.group === null || (command.action !== 'join' && command.action !== 'leave')) return null;
  const addr = command.group.value.bytes.slice();
  stack.in6_setscope(addr, 0, ifp);
  if (command.action === 'join') {
    stack.in6_addmulti(ifp, addr);
    return null;
  }
  if (stack.in6_lookup_multi(ifp, addr, 0) === null)
    return `${ifp.name} does not listen to ${addressText(command.group.value)}.`;
  stack.in6_delmulti(ifp, addr);
  return null;
}
