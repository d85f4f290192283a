/**
 * Fields of the TCP header (RFC 9293). What only a conversation tells (streams, analysis, scaled windows) is
 * not here.
 */

import { CHECKSUM_STATUS } from '../names/checksums';
import { SET } from '../names/flags';
import { defineProtocol } from '../registry';
import { mptcpFields } from './mptcpFields';
import { optionFields } from './optionFields';
import { flagsText, tcpText } from './text';
export const TCP = defineProtocol(
  'tcp',
  'Transmission Control Protocol',
  {
    srcport: ['tcp.srcport', 'uint16', 'port', 'Source Port'],
    dstport: ['tcp.dstport', 'uint16', 'port', 'Destination Port'],
    port: ['tcp.port', 'uint16', 'port', 'Source or Destination Port'],
    seq: ['tcp.seq', 'uint32', 'dec', 'Sequence Number'],
    seqRaw: ['tcp.seq_raw', 'uint32', 'dec', 'Sequence Number (raw)'],
    nxtseq: ['tcp.nxtseq', 'uint32', 'dec', 'Next Sequence Number'],
    ack: ['tcp.ack', 'uint32', 'dec', 'Acknowledgment Number'],
    ackRaw: ['tcp.ack_raw', 'uint32', 'dec', 'Acknowledgment number (raw)'],
    hdrLen: ['tcp.hdr_len', 'uint8', 'dec', 'Header Length'],
    flags: ['tcp.flags', 'uint16', 'hex', 'Flags', { mask: 0xfff }],
    flagsRes: ['tcp.flags.res', 'boolean', '', 'Reserved', { values: SET, mask: 0xe00 }],
    flagsAe: ['tcp.flags.ae', 'boolean', '', 'Accurate ECN', { values: SET, mask: 0x100 }],
    flagsCwr: ['tcp.flags.cwr', 'boolean', '', 'Congestion Window Reduced', { values: SET, mask: 0x80 }],
    flagsEce: ['tcp.flags.ece', 'boolean', '', 'ECN-Echo', { values: SET, mask: 0x40 }],
    flagsUrg: ['tcp.flags.urg', 'boolean', '', 'Urgent', { values: SET, mask: 0x20 }],
    flagsAck: ['tcp.flags.ack', 'boolean', '', 'Acknowledgment', { values: SET, mask: 0x10 }],
    flagsPush: ['tcp.flags.push', 'boolean', '', 'Push', { values: SET, mask: 0x8 }],
    flagsReset: ['tcp.flags.reset', 'boolean', '', 'Reset', { values: SET, mask: 0x4 }],
    flagsSyn: ['tcp.flags.syn', 'boolean', '', 'Syn', { values: SET, mask: 0x2 }],
    flagsFin: ['tcp.flags.fin', 'boolean', '', 'Fin', { values: SET, mask: 0x1 }],
    flagsStr: ['tcp.flags.str', 'string', '', 'TCP Flags', { text: flagsText }],
    windowSizeValue: ['tcp.window_size_value', 'uint16', 'dec', 'Window'],
    checksum: ['tcp.checksum', 'uint16', 'hex', 'Checksum'],
    checksumStatus: ['tcp.checksum.status', 'uint8', '', 'Checksum Status', { values: CHECKSUM_STATUS }],
    checksumCalculated: ['tcp.checksum_calculated', 'uint16', 'hex', 'Calculated Checksum'],
    len: ['tcp.len', 'uint32', 'dec', 'TCP Segment Len'],
    urgentPointer: ['tcp.urgent_pointer', 'uint16', 'dec', 'Urgent Pointer'],
    payload: ['tcp.payload', 'bytes', '', 'TCP payload'],
    resetCause: ['tcp.reset_cause', 'string', '', 'Reset cause'],
    optionLenInvalid: ['tcp.option.len.invalid', 'none', '', 'Invalid length for option'],
    ackNonzero: [
      'tcp.ack.nonzero',
      'none',
      '',
      'The acknowledgment number field is nonzero while the ACK flag is not set',
    ],
    checksumFfff: ['tcp.checksum.ffff', 'none', '', 'TCP Checksum 0xffff instead of 0x0000 (see RFC 1624)'],
    checksumBadExpert: ['tcp.checksum_bad.expert', 'none', '', 'Bad checksum'],
    urgentPointerNonZero: [
      'tcp.urgent_pointer.non_zero',
      'none',
      '',
      'The urgent pointer field is nonzero while the URG flag is not set',
    ],
    nonZeroBytesAfterEol: [
      'tcp.non_zero_bytes_after_eol',
      'none',
      '',
      'Non zero bytes in option space after EOL option',
    ],
    connectionSyn: ['tcp.connection.syn', 'none', '', 'Connection establish request (SYN)'],
    connectionSynack: ['tcp.connection.synack', 'none', '', 'Connection establish acknowledge (SYN+ACK)'],
    connectionFin: ['tcp.connection.fin', 'none', '', 'Connection finish (FIN)'],
    connectionRst: ['tcp.connection.rst', 'none', '', 'Connection reset (RST)'],
    shortSegment: ['tcp.short_segment', 'none', '', 'Short segment'],
    bogusHeaderLength: ['tcp.bogus_header_length', 'none', '', 'Bogus TCP Header length'],
    ...optionFields,
    ...mptcpFields,
  },
  { short: 'TCP', text: tcpText },
);
