/** Words of logical link control and SNAP. */

import { get16 } from '../../wire/bytes';
import { ETHERTYPE_OUIS, INFORMATION, LLC } from '../llc';
import { LLC_DSAP } from '../names/llc';
import { valueName } from '../names/valueNames';
import type { Layer } from './layer';
import { hexText } from './numbers';
import { FOLLOWS, type Row } from './row';
import type { Words } from './words';

/** Organizations that made protocols of their own; tshark knows many more, by their link addresses. */
const ORGANIZATIONS: Readonly<Record<number, string>> = {
  0: 'Officially Xerox, but 0:0:0:0:0:0 is more common',
  12: 'Cisco Systems, Inc',
  94: 'ICANN, IANA Department',
  129: 'Bay Networks',
  248: 'Digital Equipment Corporation',
  488: 'Force10 Networks, Inc.',
  4240: 'Cimetrics, Inc.',
  6130: 'Apple, Inc.',
  6488: 'Bluetooth SIG, Inc.',
  16534: 'Cisco Systems, Inc',
  32931: 'Lantronix',
  32962: 'IEEE',
  57387: 'Extreme Networks Headquarters',
  57426: 'Brocade Communications Systems LLC',
  524295: 'Apple, Inc.',
};

/** Short names of supervisory functions, by the two bits that tell. */
const SUPERVISORY = ['RR', 'RNR', 'REJ', 'SREJ'];

/** Short names of unnumbered functions (IEEE 802.2, HDLC), by the modifier's bits. */
const UNNUMBERED: Readonly<Record<number, string>> = {
  0: 'UI',
  1: 'SIM',
  3: 'SARM',
  8: 'UP',
  11: 'SABM',
  16: 'DISC',
  19: 'SARME',
  24: 'UA',
  27: 'SABME',
  32: 'SNRM',
  33: 'FRMR',
  35: 'RESET',
  43: 'XID',
  49: 'CFGR',
  51: 'SNRME',
  56: 'TEST',
  59: 'BCN',
};
/** Those that mean something else as a response. */
const UNNUMBERED_RESPONSE: Readonly<Record<number, string>> = { 1: 'RIM', 3: 'DM', 16: 'RD' };

function unnumberedName(layer: Layer): string {
  const command = layer.value(LLC.controlUModifierCmd);
  if (command >= 0) return UNNUMBERED[command] ?? 'Unknown';
  const response = layer.value(LLC.controlUModifierResp);
  return UNNUMBERED_RESPONSE[response] ?? UNNUMBERED[response] ?? 'Unknown';
}

function controlText(layer: Layer): string {
  const mark = layer.has(LLC.controlP) ? ' P' : layer.has(LLC.controlF) ? ' F' : '';
  if (layer.has(LLC.controlFtypeU)) return `U${mark}, func=${unnumberedName(layer)}`;
  const received = `N(R)=${layer.value(LLC.controlNR)}`;
  if (layer.value(LLC.controlFtype) === INFORMATION) {
    return `I${mark}, ${received}, N(S)=${layer.value(LLC.controlNS)}`;
  }
  return `S${mark}, func=${SUPERVISORY[layer.value(LLC.controlSFtype)]}, ${received}`;
}

function accessPoint(sap: number): string {
  return valueName(LLC_DSAP, sap & 0xfe) ?? `0x${hexText(sap & 0xfe, 2)}`;
}

function say(row: Row, layer: Layer): void {
  const dsap = layer.value(LLC.dsap);
  const ssap = layer.value(LLC.ssap);
  row.expect(FOLLOWS.silently, 0, true);
  if (!layer.has(LLC.control)) return;
  row.info = controlText(layer);
  const oui = layer.value(LLC.oui);
  if (oui >= 0) saySnap(row, layer, oui);
  else if ((dsap & 0xfe) !== 0xaa || ssap !== 0xaa) {
    const to = `${accessPoint(dsap)} ${dsap & 1 ? 'Group' : 'Individual'}`;
    row.append(`; DSAP ${to}, SSAP ${accessPoint(ssap)} ${ssap & 1 ? 'Response' : 'Command'}`);
  }
}

function saySnap(row: Row, layer: Layer, oui: number): void {
  const pid = get16(layer.bytes, layer.d.offset[layer.find(LLC.oui)] + 3);
  const organization = `0x${hexText(oui, 6).toUpperCase()} (${ORGANIZATIONS[oui] ?? 'Unknown'})`;
  row.append(`; SNAP, OUI ${organization}, PID 0x${hexText(pid, 4).toUpperCase()}`);
  row.byEthertype = ETHERTYPE_OUIS.has(oui);
}

export const LLC_WORDS: Words = {
  protocol: LLC.self,
  fields: [
    LLC.dsap,
    LLC.ssap,
    LLC.control,
    LLC.controlNR,
    LLC.controlNS,
    LLC.controlP,
    LLC.controlF,
    LLC.controlSFtype,
    LLC.controlUModifierCmd,
    LLC.controlUModifierResp,
    LLC.controlFtype,
    LLC.controlFtypeU,
    LLC.oui,
  ],
  begin: row => row.begin('LLC'),
  say,
};
