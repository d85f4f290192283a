/**
 * What blocks of pcapng say about a section and its interfaces. A body that cannot be read answers with what
 * is wrong, for people.
 */
import { ticksPerSecond } from './clock';
import type { CaptureInterface, CaptureSection, InterfaceStatistics } from './format';
import * as ng from './pcapngBlocks';
import { commentsOf, firstText, type Option, option8, option64, parseOptions } from './pcapngOptions';

/** Bytes of a body that are looked at; options beyond are ignored. */
export const LARGEST_BODY = 16 << 20;
/** Ticks of an interface that does not say its resolution: microseconds. */
const MICROSECONDS = 6;

/** The section that a section header in this byte order begins. */
export function readSection(body: Uint8Array, littleEndian: boolean): CaptureSection | string {
  if (body.length < 16) return tooShort('a section header', body);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const major = view.getUint16(4, littleEndian);
  const minor = view.getUint16(6, littleEndian);
  if (major !== 1 || (minor !== 0 && minor !== 2)) {
    return `a section is of version ${major}.${minor}, and only 1.0 is known`;
  }
  const options = optionsOf(body, 16, littleEndian);
  if (typeof options === 'string') return options;
  return {
    littleEndian,
    hardware: firstText(options, ng.SHB_HARDWARE),
    system: firstText(options, ng.SHB_OS),
    application: firstText(options, ng.SHB_USERAPPL),
    comments: commentsOf(options),
  };
}

/** The interface that a description of section number `section` describes, the `id`-th of it, both from 0. */
export function readInterface(
  body: Uint8Array,
  littleEndian: boolean,
  section: number,
  id: number,
): CaptureInterface | string {
  if (body.length < 8) return tooShort('an interface description', body);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const options = optionsOf(body, 8, littleEndian);
  if (typeof options === 'string') return options;
  return {
    linkType: view.getUint16(0, littleEndian),
    snaplen: view.getUint32(4, littleEndian),
    name: firstText(options, ng.IF_NAME),
    description: firstText(options, ng.IF_DESCRIPTION),
    ticksPerSecond: ticksPerSecond(option8(options, ng.IF_TSRESOL) ?? MICROSECONDS),
    timeOffset: option64(options, ng.IF_TSOFFSET, littleEndian, true) ?? 0n,
    section,
    id,
    fcsLength: fcsBytes(option8(options, ng.IF_FCSLEN) ?? -1),
    filter: filterText(options),
    comments: commentsOf(options),
    statistics: null,
  };
}

/** Counters of the interface `id` of the section. */
interface DescribedStatistics {
  readonly id: number;
  readonly statistics: InterfaceStatistics;
}

/** What a statistics block says; null for one without room for its fields, which is passed over. */
export function readStatistics(body: Uint8Array, littleEndian: boolean): DescribedStatistics | string | null {
  if (body.length < 12) return null;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const options = optionsOf(body, 12, littleEndian);
  if (typeof options === 'string') return options;
  const count = (code: number) => option64(options, code, littleEndian, false);
  return {
    id: view.getUint32(0, littleEndian),
    statistics: {
      received: count(ng.ISB_IFRECV),
      dropped: count(ng.ISB_IFDROP),
      filterAccepted: count(ng.ISB_FILTERACCEPT),
      droppedBySystem: count(ng.ISB_OSDROP),
      delivered: count(ng.ISB_USRDELIV),
      comments: commentsOf(options),
    },
  };
}

function tooShort(what: string, body: Uint8Array): string {
  return `${what} has ${body.length + ng.BLOCK_OVERHEAD} bytes, less than its fields`;
}

/** The options of a body from `at` on, or what is wrong when one is longer than its block. */
function optionsOf(body: Uint8Array, at: number, littleEndian: boolean): Option[] | string {
  const { options, overrun } = parseOptions(body, at, littleEndian);
  return overrun >= 0 && body.length < LARGEST_BODY
    ? `an option claims ${overrun} bytes, more than its block has`
    : options;
}

/** The capture filter of an interface, when it is given as text. */
function filterText(options: readonly Option[]): string {
  const value = options.find(option => option.code === ng.IF_FILTER)?.value;
  return value === undefined || value[0] !== 0 ? '' : new TextDecoder().decode(value.subarray(1));
}

/** The option counts bits, in some writers bytes: no frame check sequence has 8 bits or more than 8 bytes. */
function fcsBytes(length: number): number {
  return length > 8 ? length >>> 3 : length;
}
