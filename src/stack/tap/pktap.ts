/**
 * The PKTAP header that stands before a captured packet (bsd/net/pktap.h): 156 bytes in the machine's byte
 * order, which is little-endian on every machine of that kernel. Wireshark reads the first 108.
 */
import {
  PTH_COMM,
  PTH_COMM_LENGTH,
  PTH_ECOMM,
  PTH_EPID,
  PTH_FLAG_DIR_IN,
  PTH_FLAG_DIR_OUT,
  PTH_FLAG_PROC_DELEGATED,
  PTH_FLAGS,
  PTH_IFNAME,
  PTH_IFNAME_LENGTH,
  PTH_IFTYPE,
  PTH_IFUNIT,
  PTH_LENGTH,
  PTH_PID,
  PTH_PROTOCOL_FAMILY,
  PTH_SVC,
  PTH_TYPE_NEXT,
  PTH_TYPE_PACKET,
} from '../../wire/pktap';

/**
 * Length of the header, and what its length field says; the family follows in 4 bytes that the field does not
 * count.
 */
export const PKTAP_HDRLEN = 156;
const PKTAP_RECORD_HDRLEN = PKTAP_HDRLEN + 4;

/** What process a packet belongs to. */
export interface PktapProcess {
  readonly pid: number;
  readonly comm: string;
  /** The process on whose behalf it acts, where it does. */
  readonly epid?: number;
  readonly ecomm?: string;
}

interface PktapFields {
  /** AF_* of Darwin. */
  readonly family: number;
  readonly outgoing: boolean;
  readonly ifname: string;
  readonly iftype: number;
  readonly ifunit: number;
  readonly process: PktapProcess | null;
  /** SO_TC_* */
  readonly svc: number;
}

/** The header with the family behind it: PKTAP_RECORD_HDRLEN bytes. */
export function pktapHeader(fields: PktapFields): Uint8Array {
  const bytes = new Uint8Array(PKTAP_RECORD_HDRLEN);
  const view = new DataView(bytes.buffer);
  const { process } = fields;
  const delegated = process?.epid === undefined ? 0 : PTH_FLAG_PROC_DELEGATED;
  view.setUint32(PTH_LENGTH, PKTAP_HDRLEN, true);
  view.setUint32(PTH_TYPE_NEXT, PTH_TYPE_PACKET, true);
  view.setUint32(PTH_FLAGS, (fields.outgoing ? PTH_FLAG_DIR_OUT : PTH_FLAG_DIR_IN) | delegated, true);
  view.setUint32(PTH_PROTOCOL_FAMILY, fields.family, true);
  view.setUint32(PKTAP_HDRLEN, fields.family, true);
  putName(bytes, PTH_IFNAME, PTH_IFNAME_LENGTH, fields.ifname);
  view.setUint16(PTH_IFTYPE, fields.iftype, true);
  view.setUint16(PTH_IFUNIT, fields.ifunit, true);
  view.setInt32(PTH_PID, process?.pid ?? -1, true);
  view.setInt32(PTH_EPID, process?.epid ?? -1, true);
  putName(bytes, PTH_COMM, PTH_COMM_LENGTH, process?.comm ?? '');
  putName(bytes, PTH_ECOMM, PTH_COMM_LENGTH, process?.ecomm ?? '');
  view.setUint32(PTH_SVC, fields.svc, true);
  return bytes;
}

/** A name, cut so that a NUL follows it. */
function putName(bytes: Uint8Array, at: number, size: number, name: string): void {
  for (let i = 0; i < Math.min(name.length, size - 1); i++) bytes[at + i] = name.charCodeAt(i);
}
