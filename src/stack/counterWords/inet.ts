/** What the counters of IPv4, ICMP and UDP mean (netinet/ip_var.h, icmp_var.h, udp_var.h). */
import type { Icmpstat, Ipstat, Udpstat } from '../stats';

export const ipstatWords: Readonly<Record<keyof Ipstat, string>> = {
  ips_total: 'Packets that came in.',
  ips_badsum: 'Packets with a wrong header checksum.',
  ips_tooshort: 'Packets of which less came than they say.',
  ips_toosmall: 'Packets, or fragments, too small to be any.',
  ips_badhlen: 'Packets whose header length is impossible.',
  ips_badlen: 'Packets shorter than their own header.',
  ips_fragments: 'Fragments that came in.',
  ips_fragdropped: 'Fragments dropped: no room for them, or they fit no packet.',
  ips_fragtimeout: 'Fragments given up because another did not come in time.',
  ips_forward: 'Packets forwarded.',
  ips_cantforward: 'Packets for others that could not be forwarded.',
  ips_redirectsent: 'Redirects sent while forwarding.',
  ips_noproto: 'Packets of a protocol, or for a divert port, that nobody here takes.',
  ips_delivered: 'Packets given to an upper layer of this machine.',
  ips_localout: 'Packets that this machine made itself.',
  ips_odropped: 'Packets of this machine dropped for want of a buffer. Counted nowhere: none is wanting.',
  ips_reassembled: 'Packets put together from fragments.',
  ips_fragmented: 'Packets sent as fragments.',
  ips_ofragments: 'Fragments made for sending.',
  ips_cantfrag: 'Packets too big for the link that must not be, or cannot be, cut into fragments.',
  ips_badoptions: 'Packets with a wrong option.',
  ips_noroute: 'Packets without a route to their destination.',
  ips_badvers: 'Packets whose version is not 4.',
  ips_rawout: 'Packets that a program gave to be sent as they are, such as those a divert socket sends out.',
  ips_toolong: 'Packets that would be longer than 65535 bytes, put together from their fragments.',
  ips_notmember: 'Packets for a group that nobody here joined.',
  ips_badaddr: 'Packets of the loopback network, 127/8, that came from a link or would leave by one.',
};

export const icmpstatWords: Readonly<Record<keyof Icmpstat, string>> = {
  icps_error: 'Errors that were to be sent, whether they were or not.',
  icps_oldicmp: 'Errors not sent, as the packet was an error itself.',
  icps_badcode: 'Messages with a code that their type does not have.',
  icps_tooshort: 'Messages that end within their header.',
  icps_checksum: 'Messages with a wrong checksum.',
  icps_badlen: 'Messages too short for their type.',
  icps_reflect: 'Answers sent: echo, time stamp and address mask replies.',
  icps_bmcastecho: 'Echo requests to many, which are not answered.',
  icps_bmcasttstamp: 'Time stamp requests to many, which are not answered.',
  icps_outhist: 'Messages sent, by type.',
  icps_inhist: 'Messages received, by type.',
};

export const udpstatWords: Readonly<Record<keyof Udpstat, string>> = {
  udps_ipackets: 'Datagrams that came in.',
  udps_hdrops: 'Datagrams that end within their header.',
  udps_badlen: 'Datagrams whose length is not that of what came.',
  udps_noport: 'Datagrams for a port on which no program listens.',
  udps_noportmcast: 'Datagrams to many for a port on which no program listens (IPv6).',
  udps_noportbcast: 'Datagrams to many for a port on which no program listens (IPv4).',
};
