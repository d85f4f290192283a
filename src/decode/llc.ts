/** IEEE 802.2 logical link control, with SNAP (RFC 1042). */
import { get16 } from '../wire/bytes';
import { dissectData } from './data';
import { type Dissection, REFUSED } from './dissection';
import { ETHER_TYPES } from './names/etherTypes';
import { SET } from './names/flags';
import {
  BASICXID_LLC_XID_FORMAT,
  BASICXID_LLC_XID_TYPES,
  LLC_APPLE_ATALK_PID,
  LLC_APPLE_AWDL_PID,
  LLC_BLUETOOTH_PID,
  LLC_CIMETRICS_PID,
  LLC_CISCO_PID,
  LLC_CONTROL_FTYPE,
  LLC_CONTROL_S_FTYPE,
  LLC_CONTROL_U_MODIFIER_CMD,
  LLC_CONTROL_U_MODIFIER_RESP,
  LLC_DSAP,
  LLC_DSAP_IG,
  LLC_EXTREME_PID,
  LLC_FORCE10_PID,
  LLC_FOUNDRY_PID,
  LLC_HPTEAM_PID,
  LLC_IANA_PID,
  LLC_NORTEL_PID,
  LLC_SSAP_CR,
  LLC_WLCCP_PID,
} from './names/llc';
import { defineProtocol, type FieldId } from './registry';
import { dispatch, ethertypes, type Handle, pppProtocols, sapDissectors, snapDissectors } from './tables';

export const LLC = defineProtocol(
  'llc',
  'Logical-Link Control',
  {
    dsap: ['llc.dsap', 'uint8', 'hex', 'DSAP', { values: LLC_DSAP }],
    dsapSap: ['llc.dsap.sap', 'uint8', 'dec', 'SAP', { mask: 0xfe }],
    dsapIg: ['llc.dsap.ig', 'boolean', '', 'IG Bit', { values: LLC_DSAP_IG, mask: 0x1 }],
    ssap: ['llc.ssap', 'uint8', 'hex', 'SSAP', { values: LLC_DSAP }],
    ssapSap: ['llc.ssap.sap', 'uint8', 'dec', 'SAP', { mask: 0xfe }],
    ssapCr: ['llc.ssap.cr', 'boolean', '', 'CR Bit', { values: LLC_SSAP_CR, mask: 0x1 }],
    control: ['llc.control', 'uint16', 'hex', 'Control'],
    controlNR: ['llc.control.n_r', 'uint16', 'dec', 'N(R)', { mask: 0xfe00 }],
    controlNS: ['llc.control.n_s', 'uint16', 'dec', 'N(S)', { mask: 0xfe }],
    controlP: ['llc.control.p', 'boolean', '', 'Poll', { values: SET, mask: 0x10 }],
    controlF: ['llc.control.f', 'boolean', '', 'Final', { values: SET, mask: 0x10 }],
    controlSFtype: [
      'llc.control.s_ftype',
      'uint16',
      'hex',
      'Supervisory frame type',
      { values: LLC_CONTROL_S_FTYPE, mask: 0xc },
    ],
    controlUModifierCmd: [
      'llc.control.u_modifier_cmd',
      'uint8',
      'hex',
      'Command',
      { values: LLC_CONTROL_U_MODIFIER_CMD, mask: 0xec },
    ],
    controlUModifierResp: [
      'llc.control.u_modifier_resp',
      'uint8',
      'hex',
      'Response',
      { values: LLC_CONTROL_U_MODIFIER_RESP, mask: 0xec },
    ],
    controlFtype: [
      'llc.control.ftype',
      'uint16',
      'hex',
      'Frame type',
      { values: LLC_CONTROL_FTYPE, mask: 0x1 },
    ],
    type: ['llc.type', 'uint16', 'hex', 'Type', { values: ETHER_TYPES }],
    oui: ['llc.oui', 'uint24', 'oui', 'Organization Code'],
    pid: ['llc.pid', 'uint16', 'hex', 'Protocol ID'],
    hpteamPid: ['llc.hpteam_pid', 'uint16', 'hex', 'PID', { values: LLC_HPTEAM_PID }],
    foundryPid: ['llc.foundry_pid', 'uint16', 'hex', 'PID', { values: LLC_FOUNDRY_PID }],
    force10Pid: ['llc.force10_pid', 'uint16', 'hex', 'PID', { values: LLC_FORCE10_PID }],
    appleAtalkPid: ['llc.apple_atalk_pid', 'uint16', 'hex', 'PID', { values: LLC_APPLE_ATALK_PID }],
    ianaPid: ['llc.iana_pid', 'uint16', 'hex', 'PID', { values: LLC_IANA_PID }],
    ciscoPid: ['llc.cisco_pid', 'uint16', 'hex', 'PID', { values: LLC_CISCO_PID }],
    nortelPid: ['llc.nortel_pid', 'uint16', 'hex', 'PID', { values: LLC_NORTEL_PID }],
    appleAwdlPid: ['llc.apple_awdl_pid', 'uint16', 'hex', 'PID', { values: LLC_APPLE_AWDL_PID }],
    cimetricsPid: ['llc.cimetrics_pid', 'uint16', 'hex', 'PID', { values: LLC_CIMETRICS_PID }],
    extremePid: ['llc.extreme_pid', 'uint16', 'hex', 'PID', { values: LLC_EXTREME_PID }],
    wlccpPid: ['llc.wlccp_pid', 'uint16', 'hex', 'PID', { values: LLC_WLCCP_PID }],
    bluetoothPid: ['llc.bluetooth_pid', 'uint16', 'hex', 'PID', { values: LLC_BLUETOOTH_PID }],
    controlFtypeU: [
      'llc.control.ftype',
      'uint8',
      'hex',
      'Frame type',
      { values: LLC_CONTROL_FTYPE, mask: 0x3 },
    ],
  },
  { short: 'LLC' },
);

const XID = defineProtocol(
  'basicxid',
  'Logical-Link Control Basic Format XID',
  {
    format: ['basicxid.llc.xid.format', 'uint8', 'hex', 'XID Format', { values: BASICXID_LLC_XID_FORMAT }],
    types: [
      'basicxid.llc.xid.types',
      'uint8',
      'hex',
      'LLC Types/Classes',
      { values: BASICXID_LLC_XID_TYPES },
    ],
    wsize: ['basicxid.llc.xid.wsize', 'uint8', 'dec', 'Receive Window Size'],
  },
  { short: 'Basic Format XID' },
);

const SAP_SNAP = 0xaa;
export const INFORMATION = 0;
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
