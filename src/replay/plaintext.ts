/**
 * What was protected by ESP, as far as the machine of a replay knew it: what it encrypted itself, and what it
 * could decrypt.
 */
import { Decoder, type Dissection, fieldInfo } from '../decode';
import type { Step } from '../stack/recorder';
import { equalBytes } from '../wire/bytes';
import { ESP_HDRLEN } from '../wire/esp';
import { bareLinkType } from './message4';
import { packetAfter } from './stepPacket';
import { operandValue } from './words';

/** What an ESP header stands in front of. */
interface Plaintext {
  /** A packet from its network header on. */
  readonly packet: Uint8Array;
  /** Where in it the part begins that ESP protected. */
  readonly offset: number;
}

/** A plaintext by the header that it has on the wire: SPI and sequence number. */
interface Sealed extends Plaintext {
  readonly header: Uint8Array;
}

/**
 * The packet that lies within the outermost ESP of a dissection; null without ESP, and where the event never
 * knew what it holds.
 */
export function plaintextIn(d: Dissection, steps: readonly Step[]): Plaintext | null {
  const k = espLayer(d);
  if (k < 0 || d.source[k] !== 0) return null;
  const at = d.offset[k];
  if (d.sources[0].length < at + ESP_HDRLEN) return null;
  return sealedBy(steps).find(({ header }) => equalBytes(d.sources[0], at, header, 0, ESP_HDRLEN)) ?? null;
}

/** The dissection of a packet from its network header on. */
export function dissectPacket(packet: Uint8Array): Dissection {
  return dissectAlone(packet, bareLinkType(packet));
}

/** The dissection of bytes that stand in no capture, from a header of `linkType` on. */
export function dissectAlone(bytes: Uint8Array, linkType: number): Dissection {
  const frame = { number: 1, seconds: 0, nanoseconds: 0, originalLength: bytes.length };
  return new Decoder().dissect(bytes, 0, bytes.length, linkType, frame);
}

function espLayer(d: Dissection): number {
  for (let k = 0; k < d.count; k++) if (fieldInfo(d.field[k]).name === 'esp') return k;
  return -1;
}

function sealedBy(steps: readonly Step[]): Sealed[] {
  return steps.flatMap((step, i) => {
    const sealed =
      step.point?.id === 'esp6_output.sequence'
        ? encrypted(step, steps[i + 1])
        : step.point?.id === 'esp6_input.header'
          ? decrypted(steps, i)
          : null;
    return sealed === null ? [] : [sealed];
  });
}

/** The packet got its ESP header between these two steps. */
function encrypted(before: Step, after: Step | undefined): Sealed | null {
  if (after?.point?.id !== 'esp6_output.encryption' || before.bytes.length === 0) return null;
  const offset = before.packet.length - numberOf(after, 'plen');
  return { packet: before.packet, offset, header: headerAt(packetAfter(before), offset) };
}

/** What became of the packet whose ESP header was read at step `at`. */
function decrypted(steps: readonly Step[], at: number): Sealed | null {
  const { packet, packetNumber } = steps[at];
  const offset = packet.length - numberOf(steps[at], 'rest');
  const rest = steps.slice(at + 1);
  const ends = rest.findIndex(step => step.point?.id === 'esp6_input.header');
  const mode = rest.findIndex(
    step => step.point?.id === 'esp6_input.mode' && step.packetNumber === packetNumber,
  );
  if (mode < 0 || (ends >= 0 && ends < mode)) return null;
  const header = headerAt(packet, offset);
  const freed = packetAfter(rest[mode]);
  // In transport mode the packet goes on without the header; from a tunnel comes another packet.
  if (rest[mode].bytes.length > 0) return { packet: freed, offset, header };
  const inner = rest.slice(mode).find(step => step.packetNumber > packetNumber);
  return inner === undefined ? null : { packet: inner.packet, offset: 0, header };
}

function headerAt(packet: Uint8Array, offset: number): Uint8Array {
  return packet.subarray(offset, offset + ESP_HDRLEN);
}

function numberOf(step: Step, operand: string): number {
  return Number(operandValue(step.operands[operand]));
}
