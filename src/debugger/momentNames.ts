/**
 * Moments as people write them. `417.3` is the third step of frame 417, `e2.1` the first step of the second
 * event that is no frame: a timer, a command, or a packet on a link. Without a step an event is meant as a
 * whole.
 */
import type { Replay } from '../replay/replay';
import type { Moment } from './moment';

/** What a written moment says. All numbers count from 1. */
interface WrittenMoment {
  readonly of: 'frame' | 'extra';
  /** The frame's number, or how many events that are no frames there are up to this one. */
  readonly number: number;
  readonly step?: number;
}

/** The name of an event that has run: `417`, `e2`. */
export function eventName(replay: Replay, event: number): string {
  const { extras } = replay;
  return extras.isExtra(event) ? `e${extras.before(event) + 1}` : `${replay.past(event).position + 1}`;
}

/** A moment as people write it. */
export function momentName(replay: Replay, { event, step }: Moment): string {
  return `${eventName(replay, event)}.${step + 1}`;
}

/** Reads what people write; null for anything else. */
export function parseMoment(text: string): WrittenMoment | null {
  const parts = /^\s*(e?)([1-9]\d*)(?:\.([1-9]\d*))?\s*$/.exec(text);
  if (parts === null) return null;
  const [, letter, number, step] = parts;
  const of = letter === '' ? 'frame' : 'extra';
  return { of, number: Number(number), ...(step === undefined ? {} : { step: Number(step) }) };
}
