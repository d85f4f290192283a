/** The fields of IPv4 and its options. */

import { formatIpv4 } from '../../wire/address';
import { get16 } from '../../wire/bytes';
import type { Dissection } from '../dissection';
import { CHECKSUM_STATUS } from '../names/checksums';
import { SET, YES_NO } from '../names/flags';
import {
  IP_CIPSO_TAG_TYPE,
  IP_DSFIELD_DSCP,
  IP_DSFIELD_ECN,
  IP_OPT_FLAG,
  IP_OPT_QS_FUNC,
  IP_OPT_QS_RATE,
  IP_OPT_RA,
  IP_OPT_SEC_CL,
  IP_OPT_SEC_PROT_AUTH_FTI,
  IP_OPT_SEC_PROT_AUTH_GENSER,
  IP_OPT_SEC_RFC791_SEC,
  IP_OPT_TYPE_CLASS,
  IP_OPT_TYPE_NUMBER,
} from '../names/ip';
import { IP_PROTOCOLS } from '../names/ipProtocols';
import { defineProtocol } from '../registry';

export const IP = defineProtocol(
  'ip',
  'Internet Protocol Version 4',
  {
    version: ['ip.version', 'uint8', 'dec', 'Version'],
    hdrLen: ['ip.hdr_len', 'uint8', 'dec', 'Header Length'],
    dsfield: ['ip.dsfield', 'uint8', 'hex', 'Differentiated Services Field'],
    dsfieldDscp: [
      'ip.dsfield.dscp',
      'uint8',
      'dec',
      'Differentiated Services Codepoint',
      { values: IP_DSFIELD_DSCP, mask: 0xfc },
    ],
    dsfieldEcn: [
      'ip.dsfield.ecn',
      'uint8',
      'dec',
      'Explicit Congestion Notification',
      { values: IP_DSFIELD_ECN, mask: 0x3 },
    ],
    len: ['ip.len', 'uint16', 'dec', 'Total Length'],
    id: ['ip.id', 'uint16', 'hexdec', 'Identification'],
    dst: ['ip.dst', 'ipv4', '', 'Destination Address'],
    dstHost: ['ip.dst_host', 'string', '', 'Destination Host', { text: hostText }],
    src: ['ip.src', 'ipv4', '', 'Source Address'],
    srcHost: ['ip.src_host', 'string', '', 'Source Host', { text: hostText }],
    addr: ['ip.addr', 'ipv4', '', 'Source or Destination Address'],
    host: ['ip.host', 'string', '', 'Source or Destination Host', { text: hostText }],
    flags: ['ip.flags', 'uint8', 'hex', 'Flags', { mask: 0xe0 }],
    flagsRb: ['ip.flags.rb', 'boolean', '', 'Reserved bit', { values: SET, mask: 0x80 }],
    flagsDf: ['ip.flags.df', 'boolean', '', "Don't fragment", { values: SET, mask: 0x40 }],
    flagsMf: ['ip.flags.mf', 'boolean', '', 'More fragments', { values: SET, mask: 0x20 }],
    fragOffset: ['ip.frag_offset', 'uint16', 'dec', 'Fragment Offset', { mask: 0x1fff }],
    ttl: ['ip.ttl', 'uint8', 'dec', 'Time to Live'],
    proto: ['ip.proto', 'uint8', 'dec', 'Protocol', { values: IP_PROTOCOLS }],
    checksum: ['ip.checksum', 'uint16', 'hex', 'Header Checksum'],
    checksumCalculated: ['ip.checksum_calculated', 'uint16', 'hex', 'Calculated Checksum'],
    checksumStatus: [
      'ip.checksum.status',
      'uint8',
      '',
      'Header checksum status',
      { values: CHECKSUM_STATUS },
    ],
    fragmentOverlap: ['ip.fragment.overlap', 'boolean', '', 'Fragment overlap'],
    fragmentOverlapConflict: [
      'ip.fragment.overlap.conflict',
      'boolean',
      '',
      'Conflicting data in fragment overlap',
    ],
    fragmentMultipletails: ['ip.fragment.multipletails', 'boolean', '', 'Multiple tail fragments found'],
    fragmentToolongfragment: ['ip.fragment.toolongfragment', 'boolean', '', 'Fragment too long'],
    fragmentError: ['ip.fragment.error', 'framenum', '', 'Defragmentation error'],
    fragmentCount: ['ip.fragment.count', 'uint32', 'dec', 'Fragment count'],
    fragment: ['ip.fragment', 'framenum', '', 'IPv4 Fragment'],
    fragments: ['ip.fragments', 'bytes', '', 'IPv4 Fragments'],
    reassembledIn: ['ip.reassembled_in', 'framenum', '', 'Reassembled IPv4 in frame'],
    reassembledLength: ['ip.reassembled.length', 'uint32', 'dec', 'Reassembled IPv4 length'],
    reassembledData: ['ip.reassembled.data', 'bytes', '', 'Reassembled IPv4 data'],
    bogusIpLength: ['ip.bogus_ip_length', 'none', '', 'Bogus IP length'],
    checksumBadExpert: ['ip.checksum_bad.expert', 'none', '', 'Bad checksum'],
    ttlLncb: ['ip.ttl.lncb', 'none', '', 'Time To Live'],
    ttlTooSmall: ['ip.ttl.too_small', 'none', '', 'Time To Live'],
    bogusIpVersion: ['ip.bogus_ip_version', 'none', '', 'Bogus IP version'],
    bogusHeaderLength: ['ip.bogus_header_length', 'none', '', 'Bogus IP header length'],
    curRt: ['ip.cur_rt', 'ipv4', '', 'Current Route'],
    curRtHost: ['ip.cur_rt_host', 'string', '', 'Current Route Host', { text: hostText }],
    optType: ['ip.opt.type', 'uint8', 'dec', 'Type'],
    optTypeCopy: ['ip.opt.type.copy', 'boolean', '', 'Copy on fragmentation', { values: YES_NO, mask: 0x80 }],
    optTypeClass: ['ip.opt.type.class', 'uint8', 'dec', 'Class', { values: IP_OPT_TYPE_CLASS, mask: 0x60 }],
    optTypeNumber: [
      'ip.opt.type.number',
      'uint8',
      'dec',
      'Number',
      { values: IP_OPT_TYPE_NUMBER, mask: 0x1f },
    ],
    optLen: ['ip.opt.len', 'uint8', 'dec', 'Length'],
    optPtr: ['ip.opt.ptr', 'uint8', 'dec', 'Pointer'],
    optSid: ['ip.opt.sid', 'uint16', 'dec', 'Stream Identifier'],
    optMtu: ['ip.opt.mtu', 'uint16', 'dec', 'MTU'],
    optIdNumber: ['ip.opt.id_number', 'uint16', 'dec', 'ID Number'],
    optOhc: ['ip.opt.ohc', 'uint16', 'dec', 'Outbound Hop Count'],
    optRhc: ['ip.opt.rhc', 'uint16', 'dec', 'Return Hop Count'],
    optOriginator: ['ip.opt.originator', 'ipv4', '', 'Originator IP Address'],
    optRa: ['ip.opt.ra', 'uint16', 'dec', 'Router Alert', { values: IP_OPT_RA }],
    optAddr: ['ip.opt.addr', 'ipv4', '', 'IP Address'],
    optPadding: ['ip.opt.padding', 'bytes', '', 'Padding'],
    optQsFunc: ['ip.opt.qs_func', 'uint8', 'dec', 'Function', { values: IP_OPT_QS_FUNC, mask: 0xf0 }],
    optQsRate: ['ip.opt.qs_rate', 'uint8', 'dec', 'Rate', { values: IP_OPT_QS_RATE, mask: 0xf }],
    optQsTtl: ['ip.opt.qs_ttl', 'uint8', 'dec', 'QS TTL'],
    optQsTtlDiff: ['ip.opt.qs_ttl_diff', 'uint8', 'dec', 'TTL Diff'],
    optQsUnused: ['ip.opt.qs_unused', 'uint8', 'dec', 'Not Used'],
    optQsNonce: ['ip.opt.qs_nonce', 'uint32', 'hex', 'QS Nonce', { mask: 0xfffffffc }],
    optQsReserved: ['ip.opt.qs_reserved', 'uint32', 'hex', 'Reserved', { mask: 0x3 }],
    optSecRfc791Sec: [
      'ip.opt.sec_rfc791_sec',
      'uint16',
      'hex',
      'Security',
      { values: IP_OPT_SEC_RFC791_SEC },
    ],
    optSecRfc791Comp: ['ip.opt.sec_rfc791_comp', 'uint16', 'dec', 'Compartments'],
    optSecRfc791Hr: ['ip.opt.sec_rfc791_hr', 'string', '', 'Handling Restrictions'],
    optSecRfc791Tcc: ['ip.opt.sec_rfc791_tcc', 'string', '', 'Transmission Control Code'],
    optSecCl: ['ip.opt.sec_cl', 'uint8', 'hex', 'Classification Level', { values: IP_OPT_SEC_CL }],
    optSecProtAuthFlags: ['ip.opt.sec_prot_auth_flags', 'uint8', 'hex', 'Protection Authority Flags'],
    optSecProtAuthGenser: [
      'ip.opt.sec_prot_auth_genser',
      'boolean',
      '',
      'GENSER',
      { values: IP_OPT_SEC_PROT_AUTH_GENSER, mask: 0x80 },
    ],
    optSecProtAuthSiopEsi: [
      'ip.opt.sec_prot_auth_siop_esi',
      'boolean',
      '',
      'SIOP-ESI',
      { values: IP_OPT_SEC_PROT_AUTH_GENSER, mask: 0x40 },
    ],
    optSecProtAuthSci: [
      'ip.opt.sec_prot_auth_sci',
      'boolean',
      '',
      'SCI',
      { values: IP_OPT_SEC_PROT_AUTH_GENSER, mask: 0x20 },
    ],
    optSecProtAuthNsa: [
      'ip.opt.sec_prot_auth_nsa',
      'boolean',
      '',
      'NSA',
      { values: IP_OPT_SEC_PROT_AUTH_GENSER, mask: 0x10 },
    ],
    optSecProtAuthDoe: [
      'ip.opt.sec_prot_auth_doe',
      'boolean',
      '',
      'DOE',
      { values: IP_OPT_SEC_PROT_AUTH_GENSER, mask: 0x8 },
    ],
    optSecProtAuthUnassigned: [
      'ip.opt.sec_prot_auth_unassigned',
      'uint8',
      'hex',
      'Unassigned',
      { mask: 0x6 },
    ],
    optSecProtAuthFti: [
      'ip.opt.sec_prot_auth_fti',
      'boolean',
      '',
      'Field Termination Indicator',
      { values: IP_OPT_SEC_PROT_AUTH_FTI, mask: 0x1 },
    ],
    optExtSecAddSecInfoFormatCode: [
      'ip.opt.ext_sec_add_sec_info_format_code',
      'uint8',
      'hex',
      'Additional Security Info Format Code',
    ],
    optExtSecAddSecInfo: ['ip.opt.ext_sec_add_sec_info', 'bytes', '', 'Additional Security Info'],
    recRt: ['ip.rec_rt', 'ipv4', '', 'Recorded Route'],
    recRtHost: ['ip.rec_rt_host', 'string', '', 'Recorded Route Host', { text: hostText }],
    srcRt: ['ip.src_rt', 'ipv4', '', 'Source Route'],
    srcRtHost: ['ip.src_rt_host', 'string', '', 'Source Route Host', { text: hostText }],
    emptyRt: ['ip.empty_rt', 'ipv4', '', 'Empty Route'],
    emptyRtHost: ['ip.empty_rt_host', 'string', '', 'Empty Route Host', { text: hostText }],
    cipsoTagType: ['ip.cipso.tag_type', 'uint8', 'dec', 'Tag Type', { values: IP_CIPSO_TAG_TYPE }],
    cipsoDoi: ['ip.cipso.doi', 'uint32', 'dec', 'DOI'],
    cipsoSensitivityLevel: ['ip.cipso.sensitivity_level', 'uint8', 'dec', 'Sensitivity Level'],
    cipsoCategories: ['ip.cipso.categories', 'string', '', 'Categories'],
    cipsoTagData: ['ip.cipso.tag_data', 'bytes', '', 'Tag data'],
    optOverflow: ['ip.opt.overflow', 'uint8', 'dec', 'Overflow', { mask: 0xf0 }],
    optFlag: ['ip.opt.flag', 'uint8', 'hex', 'Flag', { values: IP_OPT_FLAG, mask: 0xf }],
    optTimeStamp: ['ip.opt.time_stamp', 'uint32', 'dec', 'Time stamp'],
    optTimeStampAddr: ['ip.opt.time_stamp_addr', 'ipv4', '', 'Address'],
    optLenInvalid: ['ip.opt.len.invalid', 'none', '', 'Invalid length for option'],
    optPtrBeforeAddress: ['ip.opt.ptr.before_address', 'none', '', 'Pointer points before first address'],
    optPtrMiddleAddress: ['ip.opt.ptr.middle_address', 'none', '', 'Pointer points to middle of address'],
    nop: ['ip.nop', 'none', '', '4 NOP in a row - a router may have removed some options'],
    suboptTooLong: ['ip.subopt_too_long', 'none', '', 'Suboption would go past end of option'],
    cipsoMalformed: ['ip.cipso.malformed', 'none', '', 'Malformed CIPSO tag'],
  },
  { text: layerText, short: 'IPv4' },
);

/** Shortest header. */
export const MIN_HEADER = 20;

function hostText(d: Dissection, k: number): string {
  return formatIpv4(d.valueBytes(k), d.valueAt(k));
}

function layerText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  const length = d.length[k];
  let text = 'ip';
  const header = (bytes[at] & 15) * 4;
  if (bytes[at] >> 4 !== 4 || header < MIN_HEADER) return text;
  const total = get16(bytes, at + 2);
  if (total !== 0 && total < header) return text;
  if (length >= 16) text = `Internet Protocol Version 4, Src: ${formatIpv4(bytes, at + 12)}`;
  if (length >= 20) {
    const final = findFinalDestination(bytes, at, length);
    text += `, Dst: ${formatIpv4(bytes, final)}`;
    if (final !== at + 16) text += `, Via: ${formatIpv4(bytes, at + 16)}`;
  }
  return text;
}

/**
 * Where the final destination of the header at `at` lies: its destination field, or the last address of a
 * source route that is not used up.
 */
export function findFinalDestination(bytes: Uint8Array, at: number, length: number): number {
  const end = Math.min(at + (bytes[at] & 15) * 4, at + length);
  let p = at + 20;
  while (p < end) {
    const type = bytes[p];
    if (type === 0) break;
    if (type === 1) {
      p++;
      continue;
    }
    if (p + 1 >= end) break;
    const size = bytes[p + 1];
    if (size < 2 || p + size > end) break;
    if ((type === 0x83 || type === 0x89) && size >= 7 && bytes[p + 2] <= size - 3 && bytes[p + 2] >= 4) {
      return p + 3 + Math.floor((size - 3) / 4 - 1) * 4;
    }
    p += size;
  }
  return at + 16;
}
