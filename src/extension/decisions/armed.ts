/**
 * Which decisions the breakpoints of the workspace stop at, however they were set. Knows nothing of VS Code.
 */
import { means } from '../../config/decisionNames';

/** A breakpoint as far as it can arm a decision. */
export type Arming =
  /** By name: an id, `id=outcome`, a function or a glob, each perhaps with ` log TEXT`. */
  | { readonly kind: 'name'; readonly name: string }
  /** By a line (from 1) of an engine document such as `/stack/inet6/ip6Forward.ts`. */
  | { readonly kind: 'line'; readonly path: string; readonly line: number };

/** Where a decision stands. */
export interface Place {
  readonly id: string;
  readonly path: string;
  readonly line: number;
}

/**
 * The decisions that a breakpoint means. A line means the next decision from there on, as a session binds it.
 */
export function armedBy<P extends Place>(arming: Arming, places: readonly P[]): P[] {
  if (arming.kind === 'name') {
    const pattern = patternOf(arming.name);
    return pattern === null ? [] : places.filter(({ id }) => means(pattern, id));
  }
  const after = places.filter(({ path, line }) => path === arming.path && line >= arming.line);
  const next = Math.min(...after.map(({ line }) => line));
  return after.filter(({ line }) => line === next);
}

/** The id, function or glob that a name begins with; null for `changes EXPR`, which means no decision. */
function patternOf(name: string): string | null {
  const bare = name
    .trim()
    .replace(/\s+log\s.*$/s, '')
    .split('=')[0]
    .trim();
  return /^changes\s/.test(name.trim()) ? null : bare;
}
