/** The PKTAP header of a record in the words of `expect`: its fields that are not 0. */
import * as stack from '#stack/recording';
import {
  PTH_COMM,
  PTH_DLT,
  PTH_ECOMM,
  PTH_EPID,
  PTH_FLAGS,
  PTH_FRAME_POST_LENGTH,
  PTH_FRAME_PRE_LENGTH,
  PTH_IFNAME,
  PTH_IFTYPE,
  PTH_IFUNIT,
  PTH_LENGTH,
  PTH_PID,
  PTH_PROTOCOL_FAMILY,
  PTH_SVC,
  PTH_TYPE_NEXT,
} from '../../../src/wire/pktap';
import type { Json } from '../compare';
import type { VectorProcess } from './case';

/** `process` names the fields of the process that are compared. */
export function showPktap(header: Uint8Array, process: VectorProcess | undefined): Json {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const word = (at: number) => view.getUint32(at, true);
  const fields: Record<string, number | string> = {
    length: word(PTH_LENGTH),
    typeNext: word(PTH_TYPE_NEXT),
    dlt: word(PTH_DLT),
    ifname: name(header, PTH_IFNAME),
    flags: word(PTH_FLAGS),
    family: word(PTH_PROTOCOL_FAMILY),
    pre: word(PTH_FRAME_PRE_LENGTH),
    post: word(PTH_FRAME_POST_LENGTH),
    svc: word(PTH_SVC),
    iftype: view.getUint16(PTH_IFTYPE, true),
    ifunit: view.getUint16(PTH_IFUNIT, true),
    ...(process === undefined ? {} : { pid: word(PTH_PID), comm: name(header, PTH_COMM) }),
    ...(process?.epid === undefined ? {} : { epid: word(PTH_EPID) }),
    ...(process?.ecomm === undefined ? {} : { ecomm: name(header, PTH_ECOMM) }),
    trailer: word(stack.PKTAP_HDRLEN),
  };
  const shown = Object.entries(fields).filter(([, value]) => value !== 0 && value !== '');
  return { headerBytes: header.length, ...Object.fromEntries(shown) };
}

function name(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, bytes.indexOf(0, at)));
}
