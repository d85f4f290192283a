/** IPv4 of a machine that has none: what comes back from divert sockets ends here. */
import { EAFNOSUPPORT } from '../errno';

/** Takes the packet and does nothing with it. */
export function ip_input(): void {}

/** Refuses the packet: EAFNOSUPPORT. */
export function ip_output(): number {
  return EAFNOSUPPORT;
}
