/** Words of IGMP. */
import { IGMP } from '../igmp/fields';
import {
  LEAVE,
  QUERY,
  REPORT_2,
  REPORT_3,
  TRACEROUTE_BLOCK_LENGTH,
  TRACEROUTE_QUERY,
  TRACEROUTE_RESPONSE,
} from '../igmp/types';
import { valueName } from '../names/valueNames';
import { fieldInfo } from '../registry';
import { fieldText } from '../text';
import type { Layer } from './layer';
import { hexText } from './numbers';
import type { Row } from './row';
import type { Words } from './words';

const ANY_GROUP = '0.0.0.0';
/** Kinds of records (RFC 3376 4.2.12). */
const INCLUDE = 1;
const EXCLUDE = 2;
const TO_INCLUDE = 3;
const TO_EXCLUDE = 4;
const ALLOW = 5;
const BLOCK = 6;
/** Length of a traceroute before its blocks. */
const TRACEROUTE_LENGTH = 24;

function say(row: Row, layer: Layer): void {
  const type = layer.value(IGMP.type);
  if (type < 0) return;
  const version = layer.value(IGMP.version);
  row.begin(
    version < 0 ? 'IGMP' : `IGMPv${version}`,
    layer.name(IGMP.type) ?? `Unknown Type:0x${hexText(type, 2)}`,
  );
  switch (type) {
    case QUERY:
      sayQuery(row, layer);
      break;
    case REPORT_2:
      if (layer.has(IGMP.maddr)) row.append(` group ${layer.text(IGMP.maddr)}`);
      break;
    case LEAVE:
      if (layer.has(IGMP.maddr)) row.append(` ${layer.text(IGMP.maddr)}`);
      break;
    case TRACEROUTE_QUERY:
    case TRACEROUTE_RESPONSE:
      row.info = tracerouteText(layer, type);
      break;
    case REPORT_3:
      sayRecords(row, layer);
      break;
  }
}

/** Words of a protocol that shares IGMP's number and is not decoded: its type is all that is said. */
export function sayForeignIgmp(row: Row, type: number): void {
  const name = valueName(fieldInfo(IGMP.type).values, type);
  if (name !== undefined) row.begin('IGMP', name);
}

function sayQuery(row: Row, layer: Layer): void {
  const group = layer.find(IGMP.maddr);
  if (group < 0) return;
  // A query of version 1 is always general.
  if (layer.value(IGMP.version) === 1) return;
  const text = fieldText(layer.d, group);
  row.append(text === ANY_GROUP ? ', general' : `, specific for group ${text}`);
  const count = layer.value(IGMP.numSrc);
  if (count > 0) saySources(row, layer, count > 1 ? ', sources {' : ', source {', group, count);
}

/** Lists up to `count` sources after entry `from`; the list is closed when all are there. */
function saySources(row: Row, layer: Layer, opening: string, from: number, count: number): void {
  const { d } = layer;
  row.append(opening);
  let listed = 0;
  for (let k = from + 1; k < layer.end && listed < count; k++) {
    if (d.field[k] === IGMP.recordType) return;
    if (d.field[k] !== IGMP.saddr) continue;
    listed++;
    row.append(`${fieldText(d, k)}${listed < count ? ', ' : '}'}`);
  }
}

function tracerouteText(layer: Layer, type: number): string {
  const length = layer.d.reach[layer.entry] - layer.at;
  if (type === TRACEROUTE_QUERY) {
    return length === TRACEROUTE_LENGTH ? 'Traceroute Query' : 'Traceroute Request';
  }
  const blocks = Math.max(0, Math.floor((length - TRACEROUTE_LENGTH) / TRACEROUTE_BLOCK_LENGTH));
  return `Traceroute Response, ${blocks} block${blocks === 1 ? '' : 's'}`;
}

/** What a record of version 3 says of group `g`: without sources, and before one and more of them. */
function recordText(type: number, g: string, count: number): string {
  switch (type) {
    case INCLUDE:
    case TO_INCLUDE:
      if (count === 0) return `Leave group ${g}`;
      return `Join group ${g} for source${count > 1 ? 's in' : ''} {`;
    case EXCLUDE:
    case TO_EXCLUDE:
      if (count === 0) return `Join group ${g} for any sources`;
      return `Join group ${g}, for source${count > 1 ? 's not in' : ' not'} {`;
    case ALLOW:
      if (count === 0) return `Group ${g}, ALLOW_NEW_SOURCES but no source specified (?)`;
      return `Group ${g}, new source${count > 1 ? 's' : ''} {`;
    case BLOCK:
      if (count === 0) return `Group ${g}, BLOCK_OLD_SOURCES but no source specified (?)`;
      return `Group ${g}, block source${count > 1 ? 's' : ''} {`;
    default:
      return `Group ${g}, unknown record type (?)${count > 0 ? ', sources {' : ''}`;
  }
}

function sayRecords(row: Row, layer: Layer): void {
  const { d } = layer;
  if (layer.value(IGMP.numGrpRecs) === 0) row.append(' - General query');
  for (let k = layer.find(IGMP.recordType); k >= 0; k = layer.find(IGMP.recordType, k + 1)) {
    const group = layer.find(IGMP.maddr, k);
    const count = d.value[layer.find(IGMP.numSrc, k)];
    const text = ` / ${recordText(d.value[k], fieldText(d, group), count)}`;
    if (count === 0) row.append(text);
    else saySources(row, layer, text, group, count);
  }
}

export const IGMP_WORDS: Words = {
  protocol: IGMP.self,
  fields: [IGMP.type, IGMP.version, IGMP.maddr, IGMP.saddr, IGMP.numSrc, IGMP.numGrpRecs, IGMP.recordType],
  say,
};
