/**
 * Lines of the engine by what stands on them, so that transcripts do not change when the engine's source
 * moves.
 */
import functions from '#stack/functions';
import {
  decisionsIn,
  type EnginePlace,
  placeOfDecision,
  placeOfFunction,
} from '../../src/replay/enginePlaces';

/** The line of a decision or of a kernel function. */
export function lineOf(name: string): number {
  const place = placeOfDecision(name) ?? placeOfFunction(name);
  if (place === null) throw new Error(`${name} has no place.`);
  return place.line;
}

/** What a client sends to name the engine's file in which a decision is taken. */
export function sourceOf(decision: string): { path: string } {
  const place = placeOfDecision(decision);
  if (place === null) throw new Error(`${decision} has no place.`);
  return { path: `engine:/${place.file}` };
}

/** `@ip6_forward.hop-limit` for its line, `before @…` for one above it. */
export function nameOfLine(file: string, line: number): string {
  const entered = Object.entries(functions).find(([, place]) => samePlace(place, file, line));
  const taken = decisionsIn(file);
  const here = taken.filter(one => one.line === line).map(one => `@${one.point.id}`);
  if (here.length > 0) return here.join(' ');
  if (entered !== undefined) return `@${entered[0]}`;
  const next = taken.find(one => one.line > line);
  return next === undefined ? 'after all decisions' : `before @${next.point.id}`;
}

function samePlace(place: { path: string; line: number }, file: string, line: number): boolean {
  const { file: own }: Pick<EnginePlace, 'file'> = { file: place.path.replace(/^src\//, '') };
  return own === file && place.line === line;
}
