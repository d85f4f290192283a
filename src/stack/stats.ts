/**
 * Counters under their kernel names (netinet6/ip6_var.h, icmp6.h, ipsec.h, netinet/ip_var.h). What their full
 * names are is in counters.ts.
 */

export interface Ip6stat {
  ip6s_total: number;
  ip6s_tooshort: number;
  ip6s_toosmall: number;
  ip6s_fragments: number;
  ip6s_fragdropped: number;
  ip6s_fragtimeout: number;
  ip6s_fragoverflow: number;
  ip6s_forward: number;
  ip6s_cantforward: number;
  ip6s_redirectsent: number;
  ip6s_delivered: number;
  ip6s_localout: number;
  ip6s_odropped: number;
  ip6s_reassembled: number;
  ip6s_fragmented: number;
  ip6s_ofragments: number;
  ip6s_cantfrag: number;
  ip6s_badoptions: number;
  ip6s_noroute: number;
  ip6s_badvers: number;
  ip6s_rawout: number;
  ip6s_badscope: number;
  ip6s_notmember: number;
  ip6s_toomanyhdr: number;
  ip6s_exthdrtoolong: number;
  ip6s_forward_cachehit: number;
  ip6s_forward_cachemiss: number;
  /** Packets received by next header, 256 entries. */
  ip6s_nxthist: Float64Array;
}

export interface Icmp6stat {
  icp6s_error: number;
  icp6s_canterror: number;
  icp6s_toofreq: number;
  icp6s_badcode: number;
  icp6s_tooshort: number;
  icp6s_checksum: number;
  icp6s_badlen: number;
  icp6s_badns: number;
  icp6s_badna: number;
  icp6s_badrs: number;
  icp6s_badra: number;
  icp6s_badredirect: number;
  icp6s_pmtuchg: number;
  /** Messages sent and received by type, 256 entries each. */
  icp6s_outhist: Float64Array;
  icp6s_inhist: Float64Array;
  /** icmp6_error calls by kind. */
  icp6s_odst_unreach_noroute: number;
  icp6s_odst_unreach_admin: number;
  icp6s_odst_unreach_beyondscope: number;
  icp6s_odst_unreach_addr: number;
  icp6s_odst_unreach_noport: number;
  icp6s_opacket_too_big: number;
  icp6s_otime_exceed_transit: number;
  icp6s_otime_exceed_reassembly: number;
  icp6s_oparamprob_header: number;
  icp6s_oparamprob_nextheader: number;
  icp6s_oparamprob_option: number;
  icp6s_oredirect: number;
  icp6s_ounknown: number;
}

/** ICMP (netinet/icmp_var.h). */
export interface Icmpstat {
  /** Errors asked for, and those not sent because the packet was an error itself. */
  icps_error: number;
  icps_oldicmp: number;
  icps_badcode: number;
  icps_tooshort: number;
  icps_checksum: number;
  icps_badlen: number;
  icps_reflect: number;
  icps_bmcastecho: number;
  icps_bmcasttstamp: number;
  /** Messages sent and received by type, 256 entries each. */
  icps_outhist: Float64Array;
  icps_inhist: Float64Array;
}

/** Datagrams received (netinet/udp_var.h). */
export interface Udpstat {
  udps_ipackets: number;
  udps_hdrops: number;
  udps_badlen: number;
  udps_noport: number;
  udps_noportmcast: number;
  udps_noportbcast: number;
}

export interface Ipsec6stat {
  in_success: number;
  in_polvio: number;
  in_nosa: number;
  in_inval: number;
  in_nomem: number;
  /**
   * Stays 0, as does in_nomem: no association without a known algorithm is added, and none is found that is
   * not mature or dying.
   */
  in_badspi: number;
  in_espreplay: number;
  in_ahreplay: number;
  in_espauthsucc: number;
  in_espauthfail: number;
  in_ahauthsucc: number;
  in_ahauthfail: number;
  out_success: number;
  out_polvio: number;
  out_nosa: number;
  out_inval: number;
  out_nomem: number;
  out_noroute: number;
}

export interface Ipstat {
  ips_total: number;
  ips_badsum: number;
  ips_tooshort: number;
  ips_toosmall: number;
  ips_badhlen: number;
  ips_badlen: number;
  ips_fragments: number;
  ips_fragdropped: number;
  ips_fragtimeout: number;
  ips_forward: number;
  ips_cantforward: number;
  ips_redirectsent: number;
  ips_noproto: number;
  ips_delivered: number;
  ips_localout: number;
  ips_odropped: number;
  ips_reassembled: number;
  ips_fragmented: number;
  ips_ofragments: number;
  ips_cantfrag: number;
  ips_badoptions: number;
  ips_noroute: number;
  ips_badvers: number;
  ips_rawout: number;
  ips_toolong: number;
  ips_notmember: number;
  ips_badaddr: number;
}

/** Counters at 0. */
export function newIp6stat(): Ip6stat {
  return {
    ip6s_total: 0,
    ip6s_tooshort: 0,
    ip6s_toosmall: 0,
    ip6s_fragments: 0,
    ip6s_fragdropped: 0,
    ip6s_fragtimeout: 0,
    ip6s_fragoverflow: 0,
    ip6s_forward: 0,
    ip6s_cantforward: 0,
    ip6s_redirectsent: 0,
    ip6s_delivered: 0,
    ip6s_localout: 0,
    ip6s_odropped: 0,
    ip6s_reassembled: 0,
    ip6s_fragmented: 0,
    ip6s_ofragments: 0,
    ip6s_cantfrag: 0,
    ip6s_badoptions: 0,
    ip6s_noroute: 0,
    ip6s_badvers: 0,
    ip6s_rawout: 0,
    ip6s_badscope: 0,
    ip6s_notmember: 0,
    ip6s_toomanyhdr: 0,
    ip6s_exthdrtoolong: 0,
    ip6s_forward_cachehit: 0,
    ip6s_forward_cachemiss: 0,
    ip6s_nxthist: new Float64Array(256),
  };
}

/** Counters at 0. */
export function newIcmp6stat(): Icmp6stat {
  return {
    icp6s_error: 0,
    icp6s_canterror: 0,
    icp6s_toofreq: 0,
    icp6s_badcode: 0,
    icp6s_tooshort: 0,
    icp6s_checksum: 0,
    icp6s_badlen: 0,
    icp6s_badns: 0,
    icp6s_badna: 0,
    icp6s_badrs: 0,
    icp6s_badra: 0,
    icp6s_badredirect: 0,
    icp6s_pmtuchg: 0,
    icp6s_outhist: new Float64Array(256),
    icp6s_inhist: new Float64Array(256),
    icp6s_odst_unreach_noroute: 0,
    icp6s_odst_unreach_admin: 0,
    icp6s_odst_unreach_beyondscope: 0,
    icp6s_odst_unreach_addr: 0,
    icp6s_odst_unreach_noport: 0,
    icp6s_opacket_too_big: 0,
    icp6s_otime_exceed_transit: 0,
    icp6s_otime_exceed_reassembly: 0,
    icp6s_oparamprob_header: 0,
    icp6s_oparamprob_nextheader: 0,
    icp6s_oparamprob_option: 0,
    icp6s_oredirect: 0,
    icp6s_ounknown: 0,
  };
}

/** Counters at 0. */
export function newIpsec6stat(): Ipsec6stat {
  return {
    in_success: 0,
    in_polvio: 0,
    in_nosa: 0,
    in_inval: 0,
    in_nomem: 0,
    in_badspi: 0,
    in_espreplay: 0,
    in_ahreplay: 0,
    in_espauthsucc: 0,
    in_espauthfail: 0,
    in_ahauthsucc: 0,
    in_ahauthfail: 0,
    out_success: 0,
    out_polvio: 0,
    out_nosa: 0,
    out_inval: 0,
    out_nomem: 0,
    out_noroute: 0,
  };
}

/** Counters at 0. */
export function newIpstat(): Ipstat {
  return {
    ips_total: 0,
    ips_badsum: 0,
    ips_tooshort: 0,
    ips_toosmall: 0,
    ips_badhlen: 0,
    ips_badlen: 0,
    ips_fragments: 0,
    ips_fragdropped: 0,
    ips_fragtimeout: 0,
    ips_forward: 0,
    ips_cantforward: 0,
    ips_redirectsent: 0,
    ips_noproto: 0,
    ips_delivered: 0,
    ips_localout: 0,
    ips_odropped: 0,
    ips_reassembled: 0,
    ips_fragmented: 0,
    ips_ofragments: 0,
    ips_cantfrag: 0,
    ips_badoptions: 0,
    ips_noroute: 0,
    ips_badvers: 0,
    ips_rawout: 0,
    ips_toolong: 0,
    ips_notmember: 0,
    ips_badaddr: 0,
  };
}

/** Counters at 0. */
export function newIcmpstat(): Icmpstat {
  return {
    icps_error: 0,
    icps_oldicmp: 0,
    icps_badcode: 0,
    icps_tooshort: 0,
    icps_checksum: 0,
    icps_badlen: 0,
    icps_reflect: 0,
    icps_bmcastecho: 0,
    icps_bmcasttstamp: 0,
    icps_outhist: new Float64Array(256),
    icps_inhist: new Float64Array(256),
  };
}

/** Counters at 0. */
export function newUdpstat(): Udpstat {
  return {
    udps_ipackets: 0,
    udps_hdrops: 0,
    udps_badlen: 0,
    udps_noport: 0,
    udps_noportmcast: 0,
    udps_noportbcast: 0,
  };
}
