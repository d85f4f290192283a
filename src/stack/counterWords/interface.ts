/** What the counters of interfaces and tunnels mean (netinet6/in6_var.h, net/if_var.h, net/if_etherip.c). */
import type { Icmp6Ifstat, In6Ifstat } from '../inet6/in6Var';
import type { BridgeIfstat } from '../net/bridgeVar';
import type { Etheripstat } from '../tunnel/etheripVar';

const in6IfstatWords: Readonly<Record<keyof In6Ifstat, string>> = {
  ifs6_in_receive: 'IPv6 packets that came in.',
  ifs6_in_hdrerr: 'IPv6 packets that came in with a wrong header.',
  ifs6_in_toobig: 'Packets that came in and were too big for the link by which they would leave.',
  ifs6_in_noroute: 'Packets that came in without a route to their destination.',
  ifs6_in_addrerr: 'Packets that came in with an address that must not be on a link.',
  ifs6_in_protounknown:
    'Packets of a protocol that nobody takes. Counted nowhere: Parameter Problem says it.',
  ifs6_in_truncated: 'Packets that came in of which less came than they say.',
  ifs6_in_discard: 'Packets that came in and were dropped though nothing is wrong with them.',
  ifs6_in_deliver: 'Packets given to an upper layer.',
  ifs6_out_forward: 'Packets forwarded by this interface.',
  ifs6_out_request: 'Packets that this machine made itself and sent by this interface.',
  ifs6_out_discard: 'Packets to leave by this interface that were dropped though nothing is wrong with them.',
  ifs6_out_fragok: 'Packets sent by this interface as fragments.',
  ifs6_out_fragfail: 'Packets too big for this interface that could not be cut into fragments.',
  ifs6_out_fragcreat: 'Fragments made to leave by this interface.',
  ifs6_reass_reqd: 'Fragments that came in.',
  ifs6_reass_ok: 'Packets put together from fragments.',
  ifs6_reass_fail: 'Fragments dropped.',
  ifs6_in_mcast: 'Packets for groups that came in.',
  ifs6_out_mcast: 'Packets for groups sent.',
};

const icmp6IfstatWords: Readonly<Record<keyof Icmp6Ifstat, string>> = {
  ifs6_in_msg: 'ICMPv6 messages received.',
  ifs6_in_error: 'ICMPv6 errors received.',
  ifs6_in_dstunreach: 'Destination Unreachable received.',
  ifs6_in_adminprohib: 'Destination Unreachable received that says prohibited.',
  ifs6_in_timeexceed: 'Time Exceeded received.',
  ifs6_in_paramprob: 'Parameter Problem received.',
  ifs6_in_pkttoobig: 'Packet Too Big received.',
  ifs6_in_echo: 'Echo Requests received.',
  ifs6_in_echoreply: 'Echo Replies received.',
  ifs6_in_routersolicit: 'Router Solicitations received.',
  ifs6_in_routeradvert: 'Router Advertisements received.',
  ifs6_in_neighborsolicit: 'Neighbor Solicitations received.',
  ifs6_in_neighboradvert: 'Neighbor Advertisements received.',
  ifs6_in_redirect: 'Redirects received.',
  ifs6_in_mldquery: 'Multicast Listener Queries received.',
  ifs6_in_mldreport: 'Multicast Listener Reports received.',
  ifs6_in_mlddone: 'Multicast Listener Done received.',
  ifs6_out_msg: 'ICMPv6 messages sent.',
  ifs6_out_error: 'ICMPv6 errors sent.',
  ifs6_out_dstunreach: 'Destination Unreachable sent.',
  ifs6_out_adminprohib: 'Destination Unreachable sent that says prohibited.',
  ifs6_out_timeexceed: 'Time Exceeded sent.',
  ifs6_out_paramprob: 'Parameter Problem sent.',
  ifs6_out_pkttoobig: 'Packet Too Big sent.',
  ifs6_out_redirect: 'Redirects sent.',
  ifs6_out_mldquery: 'Multicast Listener Queries sent. Counted nowhere: this machine asks nobody.',
  ifs6_out_mldreport: 'Multicast Listener Reports sent.',
  ifs6_out_mlddone: 'Multicast Listener Done sent.',
  ifs6_out_echo: 'Echo Requests sent.',
  ifs6_out_echoreply: 'Echo Replies sent.',
  ifs6_out_routersolicit: 'Router Solicitations sent.',
  ifs6_out_neighborsolicit: 'Neighbor Solicitations sent.',
  ifs6_out_neighboradvert: 'Neighbor Advertisements sent.',
};

const bridgeIfstatWords: Readonly<Record<keyof BridgeIfstat, string>> = {
  if_ipackets: 'Frames that came in by a member of the bridge.',
  if_ibytes: 'Bytes of the frames that came in.',
  if_imcasts: 'Frames for groups or for all that came in.',
  if_opackets: 'Frames that left by a member of the bridge.',
  if_obytes: 'Bytes of the frames that left.',
  if_omcasts: 'Frames for groups or for all that left.',
};

export const interfaceWords: Readonly<Record<string, string>> = {
  if_oerrors: 'Frames that could not be sent through the tunnel.',
  ...bridgeIfstatWords,
  ...in6IfstatWords,
  ...icmp6IfstatWords,
};

export const etheripstatWords: Readonly<Record<keyof Etheripstat, string>> = {
  etherips_hdrops: 'Packets that end within their header. Counted nowhere: etherips_adrops is.',
  etherips_qfull: 'Frames for which no queue had room. Counted nowhere: frames do not wait.',
  etherips_noifdrops: 'Packets with two ends that no tunnel of this machine has.',
  etherips_pdrops: 'Packets refused because net.inet.etherip.allow is 0.',
  etherips_adrops: 'Packets and frames dropped: no memory, a wrong version, or less than a frame inside.',
  etherips_ipackets: 'Packets taken out of tunnels.',
  etherips_opackets: 'Packets sent through tunnels.',
  etherips_ibytes: 'Bytes of the frames taken out of tunnels.',
  etherips_obytes: 'Bytes of the frames sent through tunnels.',
};
