/** The two bytes between the outer header and the frame (RFC 3378 3), and the frame behind them. */
import { ETHER_HDR_LEN } from '../../wire/linkHeader';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { M_AUTHIPDGM, M_AUTHIPHDR, M_BCAST, M_DECRYPTED, M_MCAST, type Mbuf } from '../net/mbuf';
import { m_adj, m_prepend } from '../net/mbufAdjust';
import { DECAPSULATED, DROPPED, settle } from '../trace';
import { ETHERIP_HDRLEN, ETHERIP_VERSION } from './etheripVar';

/** The marks that IPsec leaves on a packet (M_AUTH and M_CONF of OpenBSD). */
const PROTECTED = M_DECRYPTED | M_AUTHIPHDR | M_AUTHIPDGM;

/** Puts the EtherIP header in front of the frame; false when there was no room, and the frame is gone. */
export function putEtheripHeader(host: Host, m: Mbuf): boolean {
  if (m_prepend(host, m, ETHERIP_HDRLEN)) {
    m.data[m.off] = ETHERIP_VERSION << 4;
    return true;
  }
  host.etheripstat.etherips_adrops++;
  return false;
}

/** True when IPsec has protected the packet on its way. */
export function isProtected(m: Mbuf): boolean {
  return (m.flags & PROTECTED) !== 0;
}

/** True when the header is not that of version 3; the reserved four bits are not looked at. */
export function isOtherVersion(m: Mbuf): boolean {
  return m.data[m.off] >> 4 !== ETHERIP_VERSION || m.data[m.off + 1] !== 0;
}

/** Counts a packet of a tunnel; the bytes of the frame in it. */
export function countReceived(host: Host, m: Mbuf): number {
  const len = m.len - ETHERIP_HDRLEN;
  host.etheripstat.etherips_ipackets++;
  host.etheripstat.etherips_ibytes += len;
  return len;
}

/** Takes the EtherIP header off; true when less than an Ethernet header is left. */
export function isFrameShort(m: Mbuf): boolean {
  m_adj(m, ETHERIP_HDRLEN);
  return m.len < ETHER_HDR_LEN;
}

/** Drops a packet whose EtherIP header or frame is wrong. */
export function dropDamaged(host: Host): void {
  host.etheripstat.etherips_adrops++;
  settle(host, DROPPED);
}

/** Lets the frame come in by the tunnel's interface. */
export function deliverFrame(host: Host, m: Mbuf, ifp: Ifnet): void {
  m.flags &= ~(M_BCAST | M_MCAST);
  m.rcvif = ifp;
  settle(host, DECAPSULATED);
  host.surroundings.if_input(host, ifp, m);
}
