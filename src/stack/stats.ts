/** Counters under their kernel names (netinet6/ip6_var.h, icmp6.h, ipsec.h); what each means is in counters.ts. */

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

export interface Ipsec6stat {
  in_success: number;
  in_polvio: number;
  in_nosa: number;
  in_inval: number;
  in_nomem: number;
  out_success: number;
  out_polvio: number;
  out_nosa: number;
  out_inval: number;
  out_nomem: number;
  out_noroute: number;
}
