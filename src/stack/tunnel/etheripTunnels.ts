/** The tunnels that were tried for a packet, for the trace. */
import type { Host } from '../host';
import { sockaddrText } from '../net/sockaddr';
import type { Candidate } from '../trace';
import type { EtheripSoftc } from './etheripVar';

/** What of a tunnel is another than the packet's; null when all agrees. */
export type Checked = 'family' | 'routing domain' | 'near end' | 'far end' | null;

/** The tunnels in the order tried, and why each was not taken. Recording build only. */
export function tunnelCandidates(
  host: Host,
  taken: EtheripSoftc | null,
  whyNot: (sc: EtheripSoftc) => Checked,
): () => Candidate[] {
  return () =>
    host.etherip.map(sc => {
      const other = whyNot(sc);
      const why =
        other === null
          ? sc === taken
            ? 'both ends agree'
            : 'a newer one was taken'
          : `its ${other} is another`;
      return {
        name: `${sc.ifp.name}: ${sockaddrText(sc.src)} to ${sockaddrText(sc.dst)}`,
        chosen: sc === taken,
        why,
        origin: sc.ifp.origin,
      };
    });
}
