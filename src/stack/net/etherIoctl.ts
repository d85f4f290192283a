/** What every Ethernet interface can be asked (net/if_ethersubr.c, ether_ioctl). */
import { ENOTTY } from '../errno';
import type { Host } from '../host';
import type { Ifnet } from './if';

/** 0, or ENOTTY for what no Ethernet interface knows. Filters of groups and the MTU are taken as they are. */
export function ether_ioctl(_host: Host, _ifp: Ifnet, cmd: string): number {
  return cmd === 'SIOCADDMULTI' || cmd === 'SIOCDELMULTI' || cmd === 'SIOCSIFMTU' ? 0 : ENOTTY;
}
