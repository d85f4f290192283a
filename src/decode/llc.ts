/** IEEE 802.2 logical link control, with SNAP (RFC 1042). */
import { get16 } from '../wire/bytes';
import { dissectData } from './data';
import { type Dissection, REFUSED } from './dissection';
import { defineProtocol, type FieldId } from './registry';
import { dispatch, ethertypes, type Handle, pppProtocols, sapDissectors, snapDissectors } from './tables';

export const LLC = defineProtocol(
  'llc',
  'Logical-Link Control',
  {
    dsap: ['llc.dsap', 'uint8', 'hex', 'DSAP'],
    dsapSap: ['llc.dsap.sap', 'uint8', 'dec', 'SAP', { mask: 0xfe }],
    dsapIg: ['llc.dsap.ig', 'boolean', '', 'IG Bit', { mask: 0x1 }],
    ssap: ['llc.ssap', 'uint8', 'hex', 'SSAP'],
    ssapSap: ['llc.ssap.sap', 'uint8', 'dec', 'SAP', { mask: 0xfe }],
    ssapCr: ['llc.ssap.cr', 'boolean', '', 'CR Bit', { mask: 0x1 }],
    control: ['llc.control', 'uint16', 'hex', 'Control'],
    controlNR: ['llc.control.n_r', 'uint16', 'dec', 'N(R)', { mask: 0xfe00 }],
    controlNS: ['llc.control.n_s', 'uint16', 'dec', 'N(S)', { mask: 0xfe }],
    controlP: ['llc.control.p', 'boolean', '', 'Poll', { mask: 0x10 }],
    controlF: ['llc.control.f', 'boolean', '', 'Final', { mask: 0x10 }],
    controlSFtype: ['llc.control.s_ftype', 'uint16', 'hex', 'Supervisory frame type', { mask: 0xc }],
    controlUModifierCmd: ['llc.control.u_modifier_cmd', 'uint8', 'hex', 'Command', { mask: 0xec }],
    controlUModifierResp: ['llc.control.u_modifier_resp', 'uint8', 'hex', 'Response', { mask: 0xec }],
    controlFtype: ['llc.control.ftype', 'uint16', 'hex', 'Frame type', { mask: 0x1 }],
    type: ['llc.type', 'uint16', 'hex', 'Type'],
    oui: ['llc.oui', 'uint24', 'oui', 'Organization Code'],
    pid: ['llc.pid', 'uint16', 'hex', 'Protocol ID'],
    hpteamPid: ['llc.hpteam_pid', 'uint16', 'hex', 'PID'],
    foundryPid: ['llc.foundry_pid', 'uint16', 'hex', 'PID'],
    force10Pid: ['llc.force10_pid', 'uint16', 'hex', 'PID'],
    appleAtalkPid: ['llc.apple_atalk_pid', 'uint16', 'hex', 'PID'],
    ianaPid: ['llc.iana_pid', 'uint16', 'hex', 'PID'],
    ciscoPid: ['llc.cisco_pid', 'uint16', 'hex', 'PID'],
    nortelPid: ['llc.nortel_pid', 'uint16', 'hex', 'PID'],
    appleAwdlPid: ['llc.apple_awdl_pid', 'uint16', 'hex', 'PID'],
    cimetricsPid: ['llc.cimetrics_pid', 'uint16', 'hex', 'PID'],
    extremePid: ['llc.extreme_pid', 'uint16', 'hex', 'PID'],
    wlccpPid: ['llc.wlccp_pid', 'uint16', 'hex', 'PID'],
    bluetoothPid: ['llc.bluetooth_pid', 'uint16', 'hex', 'PID'],
    controlFtypeU: ['llc.control.ftype', 'uint8', 'hex', 'Frame type', { mask: 0x3 }],
  },
  { short: 'LLC' },
);

const XID = defineProtocol(
  'basicxid',
  'Logical-Link Control Basic Format XID',
  {
    format: ['basicxid.llc.xid.format', 'uint8', 'hex', 'XID Format'],
    types: ['basicxid.llc.xid.types', 'uint8', 'hex', 'LLC Types/Classes'],
    wsize: ['basicxid.llc.xid.wsize', 'uint8', 'dec', 'Receive Window Size'],
  },
  { short: 'Basic Format XID' },
);

const SAP_SNAP = 0xaa;
const INFORMATION = 0;
const SUPERVISORY = 1;
const UNNUMBERED = 3;
const UI = 0x03;
const XID_FRAME = 0xaf;
const POLL_FINAL_U = 0x10;

/** Field of the protocol number under an organization's code. */
const PID_OF: ReadonlyMap<number, FieldId> = new Map([
  [0x00000c, LLC.ciscoPid],
  [0x000081, LLC.nortelPid],
  [0x0001e8, LLC.force10Pid],
  [0x00005e, LLC.ianaPid],
  [0x0017f2, LLC.appleAwdlPid],
  [0x00e02b, LLC.extremePid],
  [0x001090, LLC.cimetricsPid],
  [0x00e052, LLC.foundryPid],
  [0x0080a3, LLC.hpteamPid],
  [0x004096, LLC.wlccpPid],
  [0x001958, LLC.bluetoothPid],
  [0x080007, LLC.appleAtalkPid],
]);

/** IEEE 802.1: bridged frames. */
const BRIDGED = 0x0080c2;
const BRIDGED_PADDING = 2;

/** Organization codes whose protocol number is an Ethernet type. */
export const ETHERTYPE_OUIS = new Set([0x000000, 0x0000f8]);

const handle: Handle = { protocol: LLC.self, dissect, leaf: false };

/** Dissects an LLC header and what follows. */
export function dissectLlc(d: Dissection, at: number, end: number, reported: number): number {
  return dispatch(d, handle, at, end, reported);
}

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 1, end, reported);
  const outer = d.openLayer(LLC.self, at, Math.min(3, end - at));
  const layer = d.currentParent;
  const dsap = d.bytes[at];
  let under = d.open(LLC.dsap, at, 1, dsap);
  d.add(LLC.dsapSap, at, 1, dsap >> 1);
  d.add(LLC.dsapIg, at, 1, dsap & 1);
  d.close(under);
  d.need(at + 1, 1, end, reported);
  const ssap = d.bytes[at + 1];
  under = d.open(LLC.ssap, at + 1, 1, ssap);
  d.add(LLC.ssapSap, at + 1, 1, ssap >> 1);
  d.add(LLC.ssapCr, at + 1, 1, ssap & 1);
  d.close(under);
  d.need(at + 2, 1, end, reported);
  const response = (ssap & 1) !== 0;
  const kind = frameKind(d.bytes[at + 2]);
  const length = kind === UNNUMBERED ? 1 : 2;
  d.need(at + 2, length, end, reported);
  const control = kind === UNNUMBERED ? d.bytes[at + 2] : d.bytes[at + 2] | (d.bytes[at + 3] << 8);
  addControl(d, at + 2, length, control, kind, response);
  const next = at + 2 + length;
  if (dsap === SAP_SNAP && ssap === SAP_SNAP) {
    d.setLength(layer, Math.min(next + 5, end) - at);
    return dissectSnap(d, next, end, reported, outer);
  }
  d.setLength(layer, next - at);
  d.close(outer);
  if (
    kind === UNNUMBERED &&
    (control & ~POLL_FINAL_U) === XID_FRAME &&
    d.bytes[next] === 0x81 &&
    next < end
  ) {
    dispatch(d, xid, next, end, reported);
    return reported;
  }
  const upper = kind === INFORMATION || control === UI ? sapDissectors.get(dsap) : undefined;
  if (upper !== undefined) return dispatch(d, upper, next, end, reported);
  return dissectData(d, next, end, reported);
}

function frameKind(octet: number): number {
  if ((octet & 1) === 0) return INFORMATION;
  return (octet & 3) === UNNUMBERED ? UNNUMBERED : SUPERVISORY;
}

function addControl(
  d: Dissection,
  at: number,
  length: number,
  control: number,
  kind: number,
  response: boolean,
): void {
  const outer = d.open(LLC.control, at, length, control);
  const pollFinal = response ? LLC.controlF : LLC.controlP;
  if (kind === UNNUMBERED) {
    if ((control & POLL_FINAL_U) !== 0) d.add(pollFinal, at, 1, 1);
    d.add(response ? LLC.controlUModifierResp : LLC.controlUModifierCmd, at, 1, (control & 0xec) >> 2);
    d.add(LLC.controlFtypeU, at, 1, 3);
  } else {
    d.add(LLC.controlNR, at, 2, control >> 9);
    if (kind === INFORMATION) d.add(LLC.controlNS, at, 2, (control >> 1) & 0x7f);
    if ((control & 0x100) !== 0) d.add(kind === INFORMATION ? LLC.controlP : pollFinal, at, 2, 1);
    if (kind === SUPERVISORY) d.add(LLC.controlSFtype, at, 2, (control >> 2) & 3);
    d.add(LLC.controlFtype, at, 2, kind);
  }
  d.close(outer);
}

function dissectSnap(d: Dissection, at: number, end: number, reported: number, outer: number): number {
  d.need(at, 5, end, reported);
  const oui = (d.bytes[at] << 16) | get16(d.bytes, at + 1);
  const pid = get16(d.bytes, at + 3);
  d.add(LLC.oui, at, 3, oui);
  const asType = ETHERTYPE_OUIS.has(oui);
  d.add(asType ? LLC.type : (PID_OF.get(oui) ?? LLC.pid), at + 3, 2, pid);
  d.close(outer);
  // Bridged frames are preceded by two bytes of padding (RFC 2684).
  const next = at + 5 + (oui === BRIDGED ? BRIDGED_PADDING : 0);
  const upper = asType ? ethertypes.get(pid) : snapDissectors.get(oui * 0x10000 + pid);
  if (upper !== undefined && dispatch(d, upper, next, end, reported) >= 0) return reported;
  return dissectData(d, next, end, reported);
}

const xid: Handle = {
  protocol: XID.self,
  leaf: true,
  dissect: (d, at, end, reported) => {
    const outer = d.openLayer(XID.self, at, 3);
    d.need(at, 3, end, reported);
    d.add(XID.format, at, 1, d.bytes[at]);
    d.add(XID.types, at + 1, 1, d.bytes[at + 1]);
    d.add(XID.wsize, at + 2, 1, d.bytes[at + 2] >> 1);
    d.close(outer);
    // Wireshark shows this layer but does not name it among the frame's protocols.
    return REFUSED;
  },
};

/** In PPP this is "SNA over 802.2". */
const PPP_SNA = 0x004b;
pppProtocols.register(handle, PPP_SNA);
