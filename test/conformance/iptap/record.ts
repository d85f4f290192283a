/** The PKTAP header of a record in the words of `expect`: its fields that are not 0. */
import * as stack from '#stack/recording';
import type { Json } from '../compare';
import type { VectorProcess } from './case';

/** `process` names the fields of the process that are compared. */
export function showPktap(header: Uint8Array, process: VectorProcess | undefined): Json {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const word = (at: number) => view.getUint32(at, true);
  const fields: Record<string, number | string> = {
    length: word(stack.PTH_LENGTH),
    typeNext: word(stack.PTH_TYPE_NEXT),
    dlt: word(stack.PTH_DLT),
    ifname: name(header, stack.PTH_IFNAME),
    flags: word(stack.PTH_FLAGS),
    family: word(stack.PTH_PROTOCOL_FAMILY),
    pre: word(stack.PTH_FRAME_PRE_LENGTH),
    post: word(stack.PTH_FRAME_POST_LENGTH),
    svc: word(stack.PTH_SVC),
    iftype: view.getUint16(stack.PTH_IFTYPE, true),
    ifunit: view.getUint16(stack.PTH_IFUNIT, true),
    ...(process === undefined ? {} : { pid: word(stack.PTH_PID), comm: name(header, stack.PTH_COMM) }),
    ...(process?.epid === undefined ? {} : { epid: word(stack.PTH_EPID) }),
    ...(process?.ecomm === undefined ? {} : { ecomm: name(header, stack.PTH_ECOMM) }),
    trailer: word(stack.PKTAP_HDRLEN),
  };
  const shown = Object.entries(fields).filter(([, value]) => value !== 0 && value !== '');
  return { headerBytes: header.length, ...Object.fromEntries(shown) };
}

function name(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, bytes.indexOf(0, at)));
}
