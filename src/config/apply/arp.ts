/** `arp` on a host. */
import { get32 } from '../../wire/bytes';
import { errnoText } from '../errno';
import type { ArpCommand } from '../nodes';
import { addressText } from '../print/address';
import type { Host, Ifnet, Refusal, StackApi } from './scope';

export function applyArp(stack: StackApi, host: Host, command: ArpCommand): Refusal {
  switch (command.action) {
    case 'set': {
      const addr = command.host.value.bytes;
      const ifp = neighborInterface(stack, host, addr);
      if (ifp === null) return `${addressText(command.host.value)}: cannot locate it on any interface.`;
      const errno = stack.arp_setentry(host, ifp, addr, command.lladdr.value, {
        temp: command.temp,
        proxy: command.pub,
        origin: command.origin,
      });
      return errno === 0 ? null : `${addressText(command.host.value)} is refused: ${errnoText(errno)}.`;
    }
    case 'delete': {
      const errno = stack.arp_delentry(host, command.host.value.bytes);
      return errno === 0 ? null : `${addressText(command.host.value)} is no neighbour.`;
    }
    case 'clear':
      host.arp.clear();
      return null;
  }
}

/** The interface that a neighbour is on: that of a subnet with it, else of the route to it. */
function neighborInterface(stack: StackApi, host: Host, addr: Uint8Array): Ifnet | null {
  for (const ifp of host.interfaces) {
    if (ifp.type === stack.IFT_ETHER && stack.in_isOnLink(ifp, get32(addr, 0), null)) return ifp;
  }
  return stack.rtalloc1(host.rt4, addr)?.rt_ifp ?? null;
}
