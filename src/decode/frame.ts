/** The frame itself: what the capture file says about it (`frame.*`). */
import { type Dissection, GENERATED } from './dissection';
import { ENCAPSULATIONS } from './names/encapsulations';
import { SET } from './names/flags';
import {
  FRAME_P2P_DIR,
  FRAME_PACKET_FLAGS_DIRECTION,
  FRAME_PACKET_FLAGS_RECEPTION_TYPE,
} from './names/frame';
import { defineProtocol, fieldInfo } from './registry';

export const FRAME = defineProtocol(
  'frame',
  'Frame',
  {
    time: ['frame.time', 'abstime', '', 'Arrival Time'],
    offsetShift: ['frame.offset_shift', 'reltime', '', 'Time shift for this packet'],
    timeEpoch: ['frame.time_epoch', 'reltime', '', 'Epoch Time'],
    timeDelta: ['frame.time_delta', 'reltime', '', 'Time delta from previous captured frame'],
    timeDeltaDisplayed: [
      'frame.time_delta_displayed',
      'reltime',
      '',
      'Time delta from previous displayed frame',
    ],
    timeRelative: ['frame.time_relative', 'reltime', '', 'Time since reference or first frame'],
    number: ['frame.number', 'uint32', 'dec', 'Frame Number'],
    len: ['frame.len', 'uint32', 'dec', 'Frame length on the wire'],
    capLen: ['frame.cap_len', 'uint32', 'dec', 'Frame length stored into the capture file'],
    p2pDir: ['frame.p2p_dir', 'int8', 'dec', 'Point-to-Point Direction', { values: FRAME_P2P_DIR }],
    marked: ['frame.marked', 'boolean', '', 'Frame is marked'],
    ignored: ['frame.ignored', 'boolean', '', 'Frame is ignored'],
    protocols: [
      'frame.protocols',
      'string',
      '',
      'Protocols in frame',
      { text: protocolsText, needsAllLayers: true },
    ],
    sectionNumber: ['frame.section_number', 'uint32', 'dec', 'Section number'],
    interfaceId: ['frame.interface_id', 'uint32', 'dec', 'Interface id'],
    interfaceName: ['frame.interface_name', 'string', '', 'Interface name'],
    interfaceDescription: ['frame.interface_description', 'string', '', 'Interface description'],
    packetFlags: ['frame.packet_flags', 'uint32', 'hex', 'Packet flags'],
    packetFlagsDirection: [
      'frame.packet_flags_direction',
      'uint32',
      'hex',
      'Direction',
      { values: FRAME_PACKET_FLAGS_DIRECTION, mask: 0x3 },
    ],
    packetFlagsReceptionType: [
      'frame.packet_flags_reception_type',
      'uint32',
      'dec',
      'Reception type',
      { values: FRAME_PACKET_FLAGS_RECEPTION_TYPE, mask: 0x1c },
    ],
    packetFlagsFcsLength: ['frame.packet_flags_fcs_length', 'uint32', 'dec', 'FCS length', { mask: 0x1e0 }],
    packetFlagsReserved: ['frame.packet_flags_reserved', 'uint32', 'dec', 'Reserved', { mask: 0xfe00 }],
    packetFlagsCrcError: [
      'frame.packet_flags_crc_error',
      'boolean',
      '',
      'CRC error',
      { values: SET, mask: 0x1000000 },
    ],
    packetFlagsPacketTooError: [
      'frame.packet_flags_packet_too_error',
      'boolean',
      '',
      'Packet too long error',
      { values: SET, mask: 0x2000000 },
    ],
    packetFlagsPacketTooShortError: [
      'frame.packet_flags_packet_too_short_error',
      'boolean',
      '',
      'Packet too short error',
      { values: SET, mask: 0x4000000 },
    ],
    packetFlagsWrongInterFrameGapError: [
      'frame.packet_flags_wrong_inter_frame_gap_error',
      'boolean',
      '',
      'Wrong interframe gap error',
      { values: SET, mask: 0x8000000 },
    ],
    packetFlagsUnalignedFrameError: [
      'frame.packet_flags_unaligned_frame_error',
      'boolean',
      '',
      'Unaligned frame error',
      { values: SET, mask: 0x10000000 },
    ],
    packetFlagsStartFrameDelimiterError: [
      'frame.packet_flags_start_frame_delimiter_error',
      'boolean',
      '',
      'Start frame delimiter error',
      { values: SET, mask: 0x20000000 },
    ],
    packetFlagsPreambleError: [
      'frame.packet_flags_preamble_error',
      'boolean',
      '',
      'Preamble error',
      { values: SET, mask: 0x40000000 },
    ],
    packetFlagsSymbolError: [
      'frame.packet_flags_symbol_error',
      'boolean',
      '',
      'Symbol error',
      { values: SET, mask: 0x80000000 },
    ],
    comment: ['frame.comment', 'string', '', 'Comment'],
    encapType: ['frame.encap_type', 'int16', 'dec', 'Encapsulation type', { values: ENCAPSULATIONS }],
  },
  { text: frameText },
);

/** Fields that have to be read from the capture again. */
const PACKET_FLAGS = [
  FRAME.packetFlags,
  FRAME.packetFlagsDirection,
  FRAME.packetFlagsReceptionType,
  FRAME.packetFlagsFcsLength,
  FRAME.packetFlagsReserved,
  FRAME.packetFlagsCrcError,
  FRAME.packetFlagsPacketTooError,
  FRAME.packetFlagsPacketTooShortError,
  FRAME.packetFlagsWrongInterFrameGapError,
  FRAME.packetFlagsUnalignedFrameError,
  FRAME.packetFlagsStartFrameDelimiterError,
  FRAME.packetFlagsPreambleError,
  FRAME.packetFlagsSymbolError,
];

function frameText(d: Dissection): string {
  const on = d.frameReported;
  const captured = d.frameLength;
  const bytes = (n: number) => `${n} byte${n === 1 ? '' : 's'}`;
  let text = `Frame ${d.frame.number}: ${bytes(on)} on wire (${on * 8} bits), ${bytes(captured)} captured (${captured * 8} bits)`;
  if (d.frame.interfaceName !== undefined) text += ` on interface ${d.frame.interfaceName}`;
  else if (d.frame.interfaceId !== undefined) text += ` on interface unknown`;
  if (d.frame.interfaceId !== undefined) text += `, id ${d.frame.interfaceId}`;
  return text;
}

function protocolsText(d: Dissection): string {
  const names: string[] = [];
  for (let i = 0; i < d.layerCount; i++) names.push(fieldInfo(d.layers[i]).name);
  return names.join(':');
}

/** The encapsulation of a frame that is no packet. */
export const NO_ENCAPSULATION = 0;

/** Times that a frame's own times are measured from. */
export interface Clock {
  /** Seconds and nanoseconds of the first frame, and of the one before this. */
  firstSeconds: number;
  firstNanoseconds: number;
  previousSeconds: number;
  previousNanoseconds: number;
}

/** Appends the frame layer. */
export function dissectFrame(d: Dissection, encapsulation: number, clock: Clock): void {
  if (!d.wantsProtocol(FRAME.self)) return;
  const { frame, frameAt: at, frameLength: length } = d;
  const outer = d.openLayer(FRAME.self, at, length);
  if (frame.section !== undefined) d.add(FRAME.sectionNumber, at, 0, frame.section);
  if (frame.interfaceId !== undefined) {
    const under = d.open(FRAME.interfaceId, at, 0, frame.interfaceId);
    if (d.wants(FRAME.interfaceName)) {
      d.addText(FRAME.interfaceName, at, 0, frame.interfaceName ?? 'unknown');
    }
    if (frame.interfaceDescription !== undefined && d.wants(FRAME.interfaceDescription)) {
      d.addText(FRAME.interfaceDescription, at, 0, frame.interfaceDescription);
    }
    d.close(under);
  }
  if (PACKET_FLAGS.some(id => d.wants(id))) {
    const flags = frame.packetFlags;
    if (flags !== undefined) dissectPacketFlags(d, at, flags);
  }
  if (encapsulation !== NO_ENCAPSULATION) d.add(FRAME.encapType, at, 0, encapsulation);
  if (frame.hasTime !== false) dissectTimes(d, at, clock);
  d.add(FRAME.number, at, 0, frame.number);
  d.add(FRAME.len, at, 0, Math.min(d.frameReported, frame.originalLength));
  d.add(FRAME.capLen, at, 0, length);
  d.add(FRAME.marked, at, 0, 0, GENERATED);
  d.add(FRAME.ignored, at, 0, 0, GENERATED);
  if (d.direction >= 0) d.add(FRAME.p2pDir, at, 0, d.direction);
  d.add(FRAME.protocols, at, 0, 0, GENERATED);
  if (d.wants(FRAME.comment)) {
    for (const comment of frame.comments ?? []) d.addText(FRAME.comment, at, 0, comment);
  }
  d.close(outer);
}

function dissectTimes(d: Dissection, at: number, clock: Clock): void {
  const { seconds, nanoseconds } = d.frame;
  d.addTime(FRAME.time, at, 0, seconds, nanoseconds);
  d.addTime(FRAME.offsetShift, at, 0, 0, 0, GENERATED);
  d.addTime(FRAME.timeEpoch, at, 0, seconds, nanoseconds);
  addDelta(d, FRAME.timeDelta, at, clock.previousSeconds, clock.previousNanoseconds);
  addDelta(d, FRAME.timeDeltaDisplayed, at, clock.previousSeconds, clock.previousNanoseconds);
  addDelta(d, FRAME.timeRelative, at, clock.firstSeconds, clock.firstNanoseconds);
}

function addDelta(d: Dissection, id: number, at: number, fromSeconds: number, fromNanoseconds: number): void {
  let seconds = d.frame.seconds - fromSeconds;
  let nanoseconds = d.frame.nanoseconds - fromNanoseconds;
  if (seconds > 0 && nanoseconds < 0) {
    seconds--;
    nanoseconds += 1_000_000_000;
  } else if (seconds < 0 && nanoseconds > 0) {
    seconds++;
    nanoseconds -= 1_000_000_000;
  }
  d.addTime(id, at, 0, seconds, nanoseconds, GENERATED);
}

function dissectPacketFlags(d: Dissection, at: number, flags: number): void {
  const outer = d.open(FRAME.packetFlags, at, 0, flags);
  d.add(FRAME.packetFlagsDirection, at, 0, flags & 3);
  d.add(FRAME.packetFlagsReceptionType, at, 0, (flags >>> 2) & 7);
  d.add(FRAME.packetFlagsFcsLength, at, 0, (flags >>> 5) & 15);
  d.add(FRAME.packetFlagsReserved, at, 0, (flags >>> 9) & 0x7f);
  d.add(FRAME.packetFlagsCrcError, at, 0, (flags >>> 24) & 1);
  d.add(FRAME.packetFlagsPacketTooError, at, 0, (flags >>> 25) & 1);
  d.add(FRAME.packetFlagsPacketTooShortError, at, 0, (flags >>> 26) & 1);
  d.add(FRAME.packetFlagsWrongInterFrameGapError, at, 0, (flags >>> 27) & 1);
  d.add(FRAME.packetFlagsUnalignedFrameError, at, 0, (flags >>> 28) & 1);
  d.add(FRAME.packetFlagsStartFrameDelimiterError, at, 0, (flags >>> 29) & 1);
  d.add(FRAME.packetFlagsPreambleError, at, 0, (flags >>> 30) & 1);
  d.add(FRAME.packetFlagsSymbolError, at, 0, flags >>> 31);
  d.close(outer);
}
