/**
 * `divert` and `tee`: the packet, marked with port and rule, goes to a divert socket (ipfw_divert of
 * netinet/ip_fw_pfil.c).
 */
import { get16 } from '../../../wire/bytes';
import { IP_MF, IP_OFF, IP_OFFMASK } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { m_tag_prepend, PACKET_TAG_DIVERT } from '../../net/mtag';
import { PFIL_CONSUMED } from '../../surroundings';
import { divert_clone } from '../divert/divertClone';
import { divert_packet } from '../divert/divertPacket';
import { ip_reass } from '../ipReass';
import type { IpfwRule } from './rule';

/** Mark of `tee` above the port in a tag. */
const IP_FW_PORT_TEE_FLAG = 0x10000;

/** Hands the packet over: PFIL_CONSUMED, or 0 when a copy of it was and the packet itself goes on. */
export function divertBy(host: Host, rule: IpfwRule, m: Mbuf, isIn: boolean): number {
  const tee = rule.action === 'tee';
  const info = rule.arg | (tee ? IP_FW_PORT_TEE_FLAG : 0);
  const tag = { id: PACKET_TAG_DIVERT, info, cookie: rule.number };
  const clone = tee ? divert_clone(host, m) : null;
  if (clone !== null) {
    divertAside(host, clone, tag, isIn);
    return 0;
  }
  // The program is given whole packets only.
  if (isFragment(m) && !ip_reass(host, m)) return PFIL_CONSUMED;
  m_tag_prepend(host, m, tag);
  divert_packet(host, m, isIn);
  return PFIL_CONSUMED;
}

function isFragment({ data, off }: Mbuf): boolean {
  return (get16(data, off + IP_OFF) & (IP_MF | IP_OFFMASK)) !== 0;
}

/** What becomes of the one that went to the socket is not what becomes of the packet. */
function divertAside(host: Host, clone: Mbuf, tag: Parameters<typeof m_tag_prepend>[2], isIn: boolean): void {
  const { verdict, settledBy } = host.trace;
  m_tag_prepend(host, clone, tag);
  divert_packet(host, clone, isIn);
  host.trace.verdict = verdict;
  host.trace.settledBy = settledBy;
}
