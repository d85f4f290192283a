/** What drivers are asked to do (if_ioctl). */
import type { Host } from '../host';
import { fault } from './fault';

/** Lets the frames of a group in, or no longer: every driver can, so it is 0 unless a fault is injected. */
export function if_ioctl(host: Host): number {
  return fault(host, 'if_ioctl', null);
}
