/**
 * The UDP ports on which programs listen (the sockets that in_pcblookup finds): no program runs here, but
 * lines may say what would.
 */
import type { Host } from '../host';
import { type Origin, used } from '../trace';

/** A program listens on the port, 0..65535. From now on it is known what programs run. */
export function udp_listen(host: Host, port: number, origin: Origin | null = null): void {
  host.udpListeners ??= new Map();
  host.udpListeners.set(port, origin);
}

/** No program listens on any port. */
export function udp_listenNone(host: Host): void {
  host.udpListeners = new Map();
}

/** Whether a program takes what comes to the port; `unknown` when nobody knows what programs run. */
export function udp_listens(host: Host, port: number): 'yes' | 'no' | 'unknown' {
  if (host.udpListeners === null) return 'unknown';
  const origin = host.udpListeners.get(port);
  if (origin === undefined) return 'no';
  used(host, origin);
  return 'yes';
}
