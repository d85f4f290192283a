/** Where decisions and functions stand in the engine's source, and which of its lines can be stopped on. */
import functions from '#stack/functions';
import places from '#stack/places';
import * as running from '#stack/running';
import type { Step } from '../stack/recorder';
import type { DecisionPoint } from '../stack/trace';

/** A line of a file of the engine; `file` as in `stack/inet6/ip6Forward.ts`, `line` from 1. */
export interface EnginePlace {
  readonly file: string;
  readonly line: number;
}

function enginePlace(place: { path: string; line: number }): EnginePlace {
  return { file: place.path.replace(/^src\//, ''), line: place.line };
}

/** The line that takes a decision. */
export function placeOfDecision(id: string): EnginePlace | null {
  const place = places[id];
  return place === undefined ? null : enginePlace(place);
}

/** The line that enters a kernel function. */
export function placeOfFunction(name: string): EnginePlace | null {
  const place = functions[name];
  return place === undefined ? null : enginePlace(place);
}

/** The line that a step stands on. */
export function placeOfStep(step: Step): EnginePlace | null {
  return step.point === null ? placeOfFunction(step.function) : placeOfDecision(step.point.id);
}

/** All files of the engine in which decisions are taken, sorted. */
export function engineFiles(): string[] {
  return [...new Set(Object.values(places).map(place => enginePlace(place).file))].sort();
}

/** Decisions by the line that takes them, in one file of the engine, in the order of lines. */
export function decisionsIn(file: string): { readonly line: number; readonly point: DecisionPoint }[] {
  return running.catalogue
    .flatMap(point => {
      const place = placeOfDecision(point.id);
      return place?.file === file ? [{ line: place.line, point }] : [];
    })
    .sort((a, b) => a.line - b.line);
}
