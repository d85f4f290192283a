/** One version of a row's packet as it travels: its bytes with all that is known of them. */
import { zoneNames } from '../../replay/describe';
import { dissectAlone, dissectPacket } from '../../replay/plaintext';
import type { Recorded } from '../../replay/recorded';
import { get16 } from '../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_SRC } from '../../wire/ipv6';
import type { ByteSpan, FieldLine, PacketBytes, Version } from '../protocol/packet';
import type { ArrivedPacket } from './arrivedPacket';
import { fieldLines } from './fieldLines';
import type { MachineRun } from './machineRun';
import { asSent, atStep, type VersionBytes } from './packetVersions';
import { linesWithPlaintext } from './plaintextLines';
import { notes, refusals } from './words';

/** Bytes that travel at most. */
const CLIP = 256 << 10;
const NO_BYTES = new Uint8Array(0);

/** What a row's packet is made from. */
export interface RowPacket {
  /** The frame, or the packet on a link; null for a timer or a command. */
  readonly arrived: ArrivedPacket | null;
  readonly run: MachineRun | null;
  /** The row's event, null when it has not run. */
  readonly recorded: Recorded | null;
}

/** A version of a row's packet, one of `versionsOf`. Throws CaptureError when the capture cannot be read. */
export function packetBytes(row: RowPacket, version: Version['id'], step: number): PacketBytes {
  const { arrived, run, recorded } = row;
  if (version === 'in' && arrived !== null) {
    const { bytes, network } = arrived;
    const lines = linesWithPlaintext(arrived.dissect(), recorded);
    return travelling({ bytes, network, edits: [], arrived: true }, lines);
  }
  if (run === null || recorded === null) throw new Error(refusals.noVersion);
  if (version === 'now') return now(arrived, run, recorded, step);
  const output = Number(version.slice('out:'.length));
  if (!(output in recorded.outputs)) throw new Error(refusals.noVersion);
  const sent = asSent(recorded, output);
  return travelling(sent, linesWithPlaintext(dissectAlone(sent.bytes, sent.linkType), recorded));
}

function now(came: ArrivedPacket | null, run: MachineRun, recorded: Recorded, step: number): PacketBytes {
  const link = came === null ? NO_BYTES : came.bytes.subarray(0, came.network);
  const version = atStep(run, recorded, step, link);
  // On the wire there are no zones in addresses: checksums do not cover them.
  const zones = embeddedZones(version);
  const bare = version.bytes.slice();
  for (const { offset } of zones) bare.fill(0, offset + 2, offset + 4);
  const dissect = (bytes: Uint8Array) =>
    came !== null && version.arrived ? came.dissectAs(bytes) : dissectPacket(bytes);
  const lines = travelling(version, linesWithPlaintext(dissect(bare), recorded));
  const edited = version.edits.length > 0 && version.arrived && came !== null;
  const before = edited ? fieldLines(dissect(came.bytes)) : [];
  const zoneName = zoneNames(recorded.host);
  const fields = lines.fields.map(line => withZone(line, zones, zoneName));
  return { ...lines, fields: withFormerValues(fields, before, version) };
}

function travelling({ bytes, network, edits }: VersionBytes, fields: FieldLine[]): PacketBytes {
  const clipped = Math.max(0, bytes.length - CLIP);
  return {
    bytes: clipped > 0 ? bytes.slice(0, CLIP) : bytes,
    clipped,
    network,
    edits: edits.filter(edit => edit.offset < CLIP),
    fields,
  };
}

interface EmbeddedZone extends ByteSpan {
  readonly zone: number;
}

/** Addresses of the outermost IPv6 header in which the kernel keeps a zone. */
function embeddedZones({ bytes, network }: VersionBytes): EmbeddedZone[] {
  if (bytes.length < network + IP6_HDRLEN || bytes[network] >>> 4 !== 6) return [];
  return [IP6_SRC, IP6_DST].flatMap(field => {
    const offset = network + field;
    const scoped =
      (bytes[offset] === 0xfe && (bytes[offset + 1] & 0xc0) === 0x80) ||
      (bytes[offset] === 0xff && ((bytes[offset + 1] & 15) === 1 || (bytes[offset + 1] & 15) === 2));
    const zone = scoped ? get16(bytes, offset + 2) : 0;
    return zone === 0 ? [] : [{ offset, length: 16, zone }];
  });
}

function withZone(
  line: FieldLine,
  zones: readonly EmbeddedZone[],
  zoneName: (zone: number) => string | null,
): FieldLine {
  const found = zones.find(({ offset }) => offset === line.span.offset && line.span.length === 16);
  if (found === undefined || line.value === '') return line;
  return {
    ...line,
    value: `${line.value}%${zoneName(found.zone) ?? found.zone}`,
    note: notes.zone(found.zone),
  };
}

/** Beside fields in changed bytes: what they were when the packet came in. */
function withFormerValues(
  lines: readonly FieldLine[],
  before: readonly FieldLine[],
  { edits }: VersionBytes,
): FieldLine[] {
  const former = new Map(numbered(before).map(({ key, line }) => [key, line.value]));
  return numbered(lines).map(({ key, line }) => {
    const { offset, length } = line.span;
    const touched = edits.some(
      edit => edit.offset < offset + length && offset < edit.offset + edit.after.length,
    );
    const was = touched ? former.get(key) : undefined;
    if (was === undefined || was === '' || was === line.value || line.branch || line.note !== '') return line;
    return { ...line, note: notes.was(was) };
  });
}

/** Lines with a name that tells the occurrences of a field apart. */
function numbered(lines: readonly FieldLine[]): { key: string; line: FieldLine }[] {
  const seen = new Map<string, number>();
  return lines.map(line => {
    const nth = (seen.get(line.name) ?? 0) + 1;
    seen.set(line.name, nth);
    return { key: `${line.name} ${nth}`, line };
  });
}
