/** One event in words: the row of the table and of the editor's list. */
import { causeOf } from './cause';
import { FILL_MAX, isArp, packetOffset } from './frame';
import type { Arrival } from './links';
import { type PacketSummary, summarize } from './message';
import { programSentence } from './program';
import type { Recorded } from './recorded';
import type { PastEvent, Replay } from './replay';
import { type FrameNames, sortOutputs } from './rows';
import { fill, outcomeWords, sentSentences, verdictSentence, type ZoneName } from './words';

/** Scope value of link-local addresses (RFC 4007). */
const LINK_LOCAL = 2;

/** Names for the zones of a host: a link zone bears the name of its interface. */
export function zoneNames(host: Recorded['host']): ZoneName {
  return zone => host.interfaces.find(ifp => ifp.zones[LINK_LOCAL] === zone)?.name ?? null;
}

/**
 * The bytes of the frame at a position from the network header on, or its ARP packet; empty when it carries
 * neither. What was cut off when it was captured is zeros, as it is when the frame arrives.
 */
export function packetAt(replay: Replay, position: number): Uint8Array {
  const { order, captures } = replay.script;
  const capture = captures[order.capture(position)];
  const frame = order.frame(position);
  const bytes = filled(capture.read(frame), capture.originalLength(frame));
  const at = packetOffset(capture.linkType(frame), bytes, 0, bytes.length);
  return at < 0 ? new Uint8Array(0) : bytes.subarray(at);
}

/** The frame at a position in one line: its packet, or what else it is. */
export function frameLine(replay: Replay, position: number): string {
  const packet = packetAt(replay, position);
  if (packet.length > 0) return packetLine(packet);
  const { order, captures } = replay.script;
  const capture = captures[order.capture(position)];
  const frame = order.frame(position);
  const bytes = capture.read(frame);
  return isArp(capture.linkType(frame), bytes, 0, bytes.length) ? 'ARP' : 'no IP packet';
}

function filled(bytes: Uint8Array, whole: number): Uint8Array {
  if (whole <= bytes.length || whole > FILL_MAX) return bytes;
  const all = new Uint8Array(whole);
  all.set(bytes);
  return all;
}

/** A packet in one line: `2001:db8:1::10 > 2001:db8:2::10 UDP 40000 > 53`. */
export function packetLine(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'no IP packet';
  const { source, destination, info }: PacketSummary = summarize(bytes);
  return source === '' ? info : `${source} > ${destination} ${info}`;
}

/** The sentence about a recorded event. */
export function eventSentence(
  replay: Replay,
  names: FrameNames,
  event: Pick<PastEvent, 'kind' | 'position' | 'path' | 'outputs' | 'came'>,
  recorded: Recorded,
): string {
  const zoneName = zoneNames(recorded.host);
  const isFrame = event.kind === 'frame';
  const arrives = isFrame || event.came !== null;
  const { own, others } = sortOutputs(event);
  const verdict = arrives && recorded.verdict === 'none' ? 'consumed' : recorded.verdict;
  const sentence =
    verdict === 'none' && own.length === 0
      ? ''
      : verdictSentence({
          verdict,
          settled: recorded.settled,
          outputs: own,
          arrivedOn: event.came?.interface ?? (isFrame ? names.interfaceAt(event.position) : null),
          packet: arrivedPacketOf(replay, event),
          cause: causeOf(recorded),
          panic: recorded.panic,
          inner: recorded.inner,
          zoneName,
        });
  const released = others.map(({ position, outputs }) => {
    const name = names.at(position);
    return `For frame ${name?.frame ?? '?'}: ${sentSentences(outputs).join(' ')}`;
  });
  return [programSentence(recorded, zoneName), sentence, ...released].filter(part => part !== '').join(' ');
}

/** The packet that an event began with, from the network header on; empty for a timer or a command. */
function arrivedPacketOf(
  replay: Replay,
  { kind, position, came }: Pick<PastEvent, 'kind' | 'position' | 'came'>,
): Uint8Array {
  if (came !== null) return packetOf(came);
  return kind === 'frame' ? packetAt(replay, position) : new Uint8Array(0);
}

/** The packet that came by a link, from the network header on; empty when it is neither IP nor ARP. */
export function packetOf({ linkType, bytes }: Arrival): Uint8Array {
  const at = packetOffset(linkType, bytes, 0, bytes.length);
  return at < 0 ? new Uint8Array(0) : bytes.subarray(at);
}

/** Question and answer of each decision that a recorded event took, for those who want it all. */
export function answers(recorded: Recorded): { id: string; question: string; answer: string }[] {
  const zoneName = zoneNames(recorded.host);
  return recorded.steps.flatMap(step => {
    const words = outcomeWords(step);
    if (step.point === null || words === null) return [];
    return [
      {
        id: step.point.id,
        question: fill(step.point.question, step.operands, zoneName),
        answer: fill(words.answer, step.operands, zoneName),
      },
    ];
  });
}
