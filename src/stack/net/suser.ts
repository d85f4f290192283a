/** Who asks (suser(9)). */
import type { Host } from '../host';
import { fault } from './fault';

/**
 * True for the super-user, which everybody is on a machine that a `.stack` file describes, unless a fault
 * says otherwise.
 */
export function suser(host: Host): boolean {
  return fault(host, 'suser', null) === 0;
}
