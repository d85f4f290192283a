/** The packet and what was sent as memory, which clients read by reference and offset. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Evaluator } from './evaluator';
import type { Moment } from './moment';
import { RequestError } from './requestError';
import type { Timeline } from './timeline';

/** Longest stretch answered at once. */
const MEMORY_MAX = 1 << 20;

/** Reference of the packet as it is at a moment. */
export function packetReference({ event, step }: Moment): string {
  return `${event}.packet.${step}`;
}

/** Reference of the n-th packet (from 0) that an event sent. */
export function outputReference(event: number, n: number): string {
  return `${event}.output.${n}`;
}

/** `readMemory`: what lies outside the packet is unreadable. Throws RequestError for an unknown reference. */
export function readMemory(
  { memoryReference, offset = 0, count }: DebugProtocol.ReadMemoryArguments,
  timeline: Timeline,
  evaluator: Evaluator,
): DebugProtocol.ReadMemoryResponse['body'] {
  const bytes = bytesOf(memoryReference, timeline, evaluator);
  const wanted = Math.max(0, Math.min(count, MEMORY_MAX));
  const start = Math.max(0, offset);
  const part = bytes.slice(start, Math.max(start, Math.min(bytes.length, offset + wanted)));
  const unreadableBytes = count - part.length;
  return {
    address: String(start),
    ...(part.length > 0 ? { data: base64(part) } : {}),
    ...(unreadableBytes > 0 ? { unreadableBytes } : {}),
  };
}

function bytesOf(reference: string, timeline: Timeline, evaluator: Evaluator): Uint8Array {
  const match = /^(\d+)\.(packet|output)\.(\d+)$/.exec(reference);
  if (match === null || Number(match[1]) >= timeline.replay.events) {
    throw new RequestError(`There is no memory ${reference}.`);
  }
  const recorded = timeline.recorded(Number(match[1]));
  const index = Number(match[3]);
  if (match[2] === 'packet') return evaluator.packetAt(recorded, index);
  const sent = recorded.steps.flatMap(step => step.emissions)[index];
  if (sent === undefined) throw new RequestError(`There is no memory ${reference}.`);
  return sent.bytes;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
