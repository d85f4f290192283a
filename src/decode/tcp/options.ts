/** TCP options. */
import { get16, get32 } from '../../wire/bytes';
import { type Dissection, GENERATED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import type { FieldId } from '../registry';
import { ACKNOWLEDGEMENT_RATE, COUNTERS_0, COUNTERS_1, FAST_OPEN } from './experiments';
import { TCP } from './fields';
import { SYN } from './flags';
import { dissectMultipath } from './mptcp';

const END = 0;
const NO_OPERATION = 1;
const SEGMENT_SIZE = 2;
const MULTIPATH = 30;
/** So many no-operations in a row look as if a router had overwritten options. */
const MANY_NO_OPERATIONS = 4;

/** The options from `at` to the end of the header, `optionsEnd`. */
export function dissectTcpOptions(
  d: Dissection,
  at: number,
  optionsEnd: number,
  end: number,
  reported: number,
  flags: number,
  acknowledgement: number,
): void {
  const outer = d.open(TCP.options, at, Math.max(Math.min(optionsEnd, end) - at, 0));
  let next = at;
  let noOperations = 0;
  let hasSegmentSize = false;
  while (next < optionsEnd) {
    d.need(next, 1, end, reported);
    const kind = d.bytes[next];
    noOperations = kind === NO_OPERATION ? noOperations + 1 : 0;
    if (kind === END) {
      if (!addEnd(d, next, Math.min(optionsEnd, end))) break;
      next++;
    } else if (kind === NO_OPERATION) {
      if (noOperations === MANY_NO_OPERATIONS) expert(d, TCP.nop, SEVERITY.warn, GROUP.protocol, at);
      addKind(d, TCP.optionsNop, next);
      next++;
    } else {
      if (kind === SEGMENT_SIZE) hasSegmentSize = true;
      if (next + 1 < optionsEnd) d.need(next + 1, 1, end, reported);
      const length = next + 1 < optionsEnd ? d.bytes[next + 1] : 0;
      if (length < 2 || next + length > optionsEnd) {
        expert(d, TCP.optionLenInvalid, SEVERITY.warn, GROUP.protocol, next);
        d.close(outer);
        return;
      }
      dissectOption(d, kind, next, length, end, reported, flags, acknowledgement);
      next += length;
    }
  }
  if ((flags & SYN) !== 0 && !hasSegmentSize) {
    expert(d, TCP.optionsMssAbsent, SEVERITY.warn, GROUP.protocol, at);
  }
  d.close(outer);
}

function addKind(d: Dissection, id: FieldId, at: number): void {
  const under = d.open(id, at, 1);
  d.add(TCP.optionKind, at, 1, d.bytes[at]);
  d.close(under);
}

/** Answers whether a zero follows, if anything does. */
function addEnd(d: Dissection, at: number, optionsEnd: number): boolean {
  addKind(d, TCP.optionsEol, at);
  if (at + 1 >= optionsEnd || d.bytes[at + 1] === 0) return true;
  expert(d, TCP.nonZeroBytesAfterEol, SEVERITY.error, GROUP.protocol, at + 1);
  return false;
}

/** Dissects an option's content; the option is whole and at `at`. */
type OptionDissector = (d: Dissection, at: number, length: number, acknowledgement: number) => void;

interface Option {
  readonly field: FieldId;
  /** Its only length, or its least. */
  readonly length: number;
  readonly fixed: boolean;
  readonly dissect: OptionDissector;
}

function dissectOption(
  d: Dissection,
  kind: number,
  at: number,
  length: number,
  end: number,
  reported: number,
  flags: number,
  acknowledgement: number,
): void {
  if (kind === MULTIPATH) {
    dissectMultipath(d, at, length, end, reported);
    return;
  }
  const option = options[kind] ?? unknown;
  const under = d.open(option.field, at, Math.min(length, end - at));
  if (kind === SEGMENT_SIZE && (flags & SYN) === 0) {
    expert(d, TCP.optionsMssPresent, SEVERITY.warn, GROUP.protocol, at);
  }
  d.add(TCP.optionKind, at, 1, kind);
  const fits = option.fixed ? length === option.length : length >= option.length;
  const lengthEntry = d.open(TCP.optionLen, at + 1, 1, length);
  if (!fits) expert(d, TCP.optionLenInvalid, SEVERITY.warn, GROUP.protocol, at + 1);
  d.close(lengthEntry);
  d.need(at, length, end, reported);
  if (fits) option.dissect(d, at, length, acknowledgement);
  d.close(under);
}

const nothing: OptionDissector = () => undefined;

const dissectUnknown: OptionDissector = (d, at, length) => {
  if (length > 2) d.add(TCP.optionsUnknownPayload, at + 2, length - 2);
};

const LARGEST_SHIFT = 14;

const dissectWindowScale: OptionDissector = (d, at) => {
  const shift = d.bytes[at + 2];
  const under = d.open(TCP.optionsWscaleShift, at + 2, 1, shift);
  if (shift > LARGEST_SHIFT) expert(d, TCP.optionsWscaleShiftInvalid, SEVERITY.warn, GROUP.protocol, at + 2);
  d.close(under);
  d.add(TCP.optionsWscaleMultiplier, at + 2, 1, 1 << Math.min(shift, LARGEST_SHIFT), GENERATED);
};

/**
 * Blocks of received data; one below the acknowledgement, or inside the next, is a duplicate (RFC 2883 4).
 */
const dissectSelective: OptionDissector = (d, at, length, acknowledgement) => {
  let next = at + 2;
  let blocks = 0;
  for (; next < at + length; next += 8) {
    if (next + 8 > at + length) {
      expert(d, TCP.suboptionMalformed, SEVERITY.error, GROUP.malformed, next);
      break;
    }
    d.add(TCP.optionsSackLe, next, 4, get32(d.bytes, next));
    d.add(TCP.optionsSackRe, next + 4, 4, get32(d.bytes, next + 4));
    blocks++;
  }
  d.add(TCP.optionsSackCount, at, 0, blocks, GENERATED);
  if (blocks === 0) return;
  const left = get32(d.bytes, at + 2);
  const right = get32(d.bytes, at + 6);
  const isBelow = !isBefore(acknowledgement, right);
  const isInside =
    blocks > 1 && !isBefore(left, get32(d.bytes, at + 10)) && !isBefore(get32(d.bytes, at + 14), right);
  if (!isBelow && !isInside) return;
  d.add(TCP.optionsSackDsackLe, at + 2, 4, left, GENERATED);
  d.add(TCP.optionsSackDsackRe, at + 6, 4, right, GENERATED);
  expert(d, TCP.optionsSackDsack, SEVERITY.note, GROUP.sequence, at + 2);
};

/** Whether sequence number `a` comes before `b`. */
function isBefore(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

function value32(id: FieldId): OptionDissector {
  return (d, at) => {
    d.add(id, at + 2, 4, get32(d.bytes, at + 2));
  };
}

const dissectTimestamp: OptionDissector = (d, at) => {
  d.add(TCP.optionsTimestampTsval, at + 2, 4, get32(d.bytes, at + 2));
  d.add(TCP.optionsTimestampTsecr, at + 6, 4, get32(d.bytes, at + 6));
};

/** Capabilities of the space communications protocol (CCSDS 714.0-B-2). */
const dissectSpaceCapabilities: OptionDissector = (d, at, length) => {
  if (length !== 4) return;
  const bits = d.bytes[at + 2];
  const under = d.open(TCP.optionsScpsVector, at + 2, 1, bits);
  d.add(TCP.optionsScpsflagsBets, at + 2, 1, bits >>> 7);
  d.add(TCP.optionsScpsflagsSnack1, at + 2, 1, (bits >>> 6) & 1);
  d.add(TCP.optionsScpsflagsSnack2, at + 2, 1, (bits >>> 5) & 1);
  d.add(TCP.optionsScpsflagsCompress, at + 2, 1, (bits >>> 4) & 1);
  d.add(TCP.optionsScpsflagsNlts, at + 2, 1, (bits >>> 3) & 1);
  d.add(TCP.optionsScpsflagsReserved, at + 2, 1, bits & 7);
  d.close(under);
  d.add(TCP.optionsScpsBinding, at + 3, 1, d.bytes[at + 3]);
};

const dissectQuickStart: OptionDissector = (d, at) => {
  d.add(TCP.optionsQsRate, at + 2, 1, d.bytes[at + 2] & 0xf);
  d.add(TCP.optionsQsTtlDiff, at + 3, 1, d.bytes[at + 3]);
};

const dissectUserTimeout: OptionDissector = (d, at) => {
  const word = get16(d.bytes, at + 2);
  d.add(TCP.optionsUserToGranularity, at + 2, 2, word >>> 15);
  d.add(TCP.optionsUserToVal, at + 2, 2, word & 0x7fff);
};

const dissectAuthentication: OptionDissector = (d, at, length) => {
  d.add(TCP.optionsAoKeyid, at + 2, 1, d.bytes[at + 2]);
  d.add(TCP.optionsAoRnextkeyid, at + 3, 1, d.bytes[at + 3]);
  if (length > 4) d.add(TCP.optionsAoMac, at + 4, length - 4);
};

/** Fast open (RFC 7413): a cookie of `length` bytes at `at`, or the request for one. */
function addFastOpen(d: Dissection, at: number, length: number): void {
  if (length > 0) d.add(TCP.optionsTfoCookie, at, length);
  else d.add(TCP.optionsTfoRequest, at, 0);
}

/** Byte counters of accurate ECN in the order that the option's kind says. */
function addCounters(d: Dissection, at: number, length: number, congestedFirst: boolean): void {
  const first = congestedFirst ? TCP.optionsAccEcnEe1b : TCP.optionsAccEcnEe0b;
  const last = congestedFirst ? TCP.optionsAccEcnEe0b : TCP.optionsAccEcnEe1b;
  if (length >= 3) d.add(first, at, 3, get32(d.bytes, at) >>> 8);
  if (length >= 6) d.add(TCP.optionsAccEcnEceb, at + 3, 3, get32(d.bytes, at + 3) >>> 8);
  if (length >= 9) d.add(last, at + 6, 3, get32(d.bytes, at + 6) >>> 8);
}

/** Shared experimental options (RFC 6994). */
const dissectExperiment: OptionDissector = (d, at, length) => {
  const number = get16(d.bytes, at + 2);
  d.add(TCP.optionsExperimentalExid, at + 2, 2, number);
  const content = at + 4;
  const size = length - 4;
  if (number === FAST_OPEN) addFastOpen(d, size > 0 ? content : at + 2, size);
  else if (number === COUNTERS_0 || number === COUNTERS_1) {
    addCounters(d, content, size, number === COUNTERS_1);
  } else if (number === ACKNOWLEDGEMENT_RATE) {
    if (size !== 1) return;
    d.add(TCP.optionsTarrRate, content, 1, d.bytes[content] >>> 1);
    d.add(TCP.optionsTarReserved, content, 1, d.bytes[content] & 1);
  } else if (size > 0) d.add(TCP.optionsExperimentalData, content, size);
};

const unknown: Option = { field: TCP.optionsUnknown, length: 2, fixed: false, dissect: dissectUnknown };
const experiment: Option = {
  field: TCP.optionsExperimental,
  length: 4,
  fixed: false,
  dissect: dissectExperiment,
};
const echo: Option = {
  field: TCP.optionsEcho,
  length: 6,
  fixed: true,
  dissect: value32(TCP.optionsEchoValue),
};
const count: Option = { field: TCP.optionsCc, length: 6, fixed: true, dissect: value32(TCP.optionsCcValue) };

const options: (Option | undefined)[] = new Array(256).fill(undefined);
options[2] = {
  field: TCP.optionsMss,
  length: 4,
  fixed: true,
  dissect: (d, at) => {
    d.add(TCP.optionsMssVal, at + 2, 2, get16(d.bytes, at + 2));
  },
};
options[3] = { field: TCP.optionsWscale, length: 3, fixed: true, dissect: dissectWindowScale };
options[4] = { field: TCP.optionsSackPerm, length: 2, fixed: true, dissect: nothing };
options[5] = { field: TCP.optionsSack, length: 2, fixed: false, dissect: dissectSelective };
options[6] = echo;
options[7] = echo;
options[8] = { field: TCP.optionsTimestamp, length: 10, fixed: true, dissect: dissectTimestamp };
options[11] = count;
options[12] = count;
options[13] = count;
options[19] = {
  field: TCP.optionsMd5,
  length: 18,
  fixed: true,
  dissect: (d, at) => {
    d.add(TCP.optionsMd5Digest, at + 2, 16);
  },
};
options[20] = { field: TCP.optionsScps, length: 4, fixed: false, dissect: dissectSpaceCapabilities };
options[21] = { field: TCP.optionsSnack, length: 6, fixed: true, dissect: nothing };
options[22] = { field: TCP.optionsScpsrec, length: 2, fixed: true, dissect: nothing };
options[23] = { field: TCP.optionsScpscor, length: 2, fixed: true, dissect: nothing };
options[27] = { field: TCP.optionsQs, length: 8, fixed: true, dissect: dissectQuickStart };
options[28] = { field: TCP.optionsUserTo, length: 4, fixed: true, dissect: dissectUserTimeout };
options[29] = { field: TCP.optionsAo, length: 4, fixed: false, dissect: dissectAuthentication };
options[34] = {
  field: TCP.optionsTfo,
  length: 2,
  fixed: false,
  dissect: (d, at, length) => addFastOpen(d, at + 2, length - 2),
};
options[76] = { field: TCP.optionsRvbdProbe, length: 3, fixed: false, dissect: nothing };
options[78] = { field: TCP.optionsRvbdTrpy, length: 16, fixed: true, dissect: nothing };
options[172] = {
  field: TCP.optionsAccEcn,
  length: 2,
  fixed: false,
  dissect: (d, at, length) => addCounters(d, at + 2, length - 2, false),
};
options[174] = {
  field: TCP.optionsAccEcn,
  length: 2,
  fixed: false,
  dissect: (d, at, length) => addCounters(d, at + 2, length - 2, true),
};
options[253] = experiment;
options[254] = experiment;
