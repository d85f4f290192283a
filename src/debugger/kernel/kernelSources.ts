/**
 * The user's own kernel files, as far as they are those that the engine mirrors: line by line, by
 * fingerprint.
 */
import * as running from '#stack/running';
import type { DecisionPoint, KernelPlace } from '../../stack/trace';
import type { Environment } from '../environment';
import { fingerprint } from './fingerprint';
import { fingerprints } from './fingerprints';
import type { KernelLine } from './kernelLine';

/** Lines `line` to `to` of a kernel file, and the decisions that mirror exactly them. */
interface Mirrored {
  readonly line: number;
  readonly to: number;
  readonly points: readonly DecisionPoint[];
}

interface Read {
  readonly path: string;
  readonly mirrored: readonly Mirrored[];
}

/** Folders of a kernel tree in which the mirrored files lie, from its root or from within. */
const folders = [
  '',
  'netinet6/',
  'netinet/',
  'net/',
  'sys/netinet6/',
  'sys/netinet/',
  'sys/net/',
  'bsd/net/',
];

/** Name of a kernel file without the system it is of: `ip6_forward.c` of `freebsd-ip6_forward.c`. */
export function kernelName(file: string): string {
  return file.slice(file.indexOf('-') + 1);
}

/** The files that the engine mirrors, as decisions name them. */
export const kernelFiles: readonly string[] = [
  ...new Set(running.catalogue.flatMap(point => point.kernel?.file ?? [])),
];

export class KernelSources {
  /** What was read of the folder, by the name that decisions have for the file. */
  private readonly ours = new Map<string, Read>();
  private folder: string | null = null;

  constructor(private readonly environment: Pick<Environment, 'readKernel'>) {}

  /** Looks for the mirrored files in a folder of the user's. */
  async open(folder: string | null): Promise<void> {
    this.folder = folder;
    this.ours.clear();
    if (folder === null) return;
    for (const file of kernelFiles) {
      for (const name of [kernelName(file), file]) {
        for (const inner of folders) {
          const text = this.ours.has(file)
            ? null
            : await this.environment.readKernel(folder, `${inner}${name}`);
          if (text === null) continue;
          const path = `${folder.replace(/[\\/]+$/, '')}/${inner}${name}`;
          this.ours.set(file, { path, mirrored: agreeing(file, text) });
        }
      }
    }
  }

  /** A sentence for a folder that holds none of the files, null where any was found or no folder is named. */
  get nothingFound(): string | null {
    if (this.folder === null || this.ours.size > 0) return null;
    const wanted = kernelFiles.map(kernelName).slice(0, 3).join(', ');
    return `None of the kernel files that the engine mirrors (${wanted} and others) is in ${this.folder}: name the folder that holds them, or the kernel's root.`;
  }

  /** The user's line for a mirrored place; null when no folder is named. */
  lineOf({ file, from }: KernelPlace): KernelLine | null {
    if (this.folder === null) return null;
    const read = this.ours.get(file);
    if (read === undefined) return { message: `${kernelName(file)} is not in ${this.folder}` };
    if (read.mirrored.some(one => one.line === from)) return { path: read.path, line: from };
    return { message: `line ${from} of ${read.path} is not the line that was mirrored: another version` };
  }

  /**
   * The ranges of a kernel file at `path` that the engine mirrors and whose lines agree; null when none does.
   */
  async mirrored(file: string, path: string): Promise<readonly Mirrored[] | null> {
    const text = await this.environment.readKernel('', path);
    const mirrored = text === null ? [] : agreeing(file, text);
    return mirrored.length > 0 ? mirrored : null;
  }
}

/** The ranges of a file, in order, whose first line is the one that was mirrored. */
function agreeing(file: string, text: string): Mirrored[] {
  const lines = text.split('\n');
  const known = fingerprints[file] ?? {};
  const ranges = new Map<string, { line: number; to: number; points: DecisionPoint[] }>();
  for (const point of running.catalogue) {
    if (point.kernel?.file !== file) continue;
    const { from: line, to } = point.kernel;
    if (known[line] !== fingerprint(lines[line - 1] ?? '')) continue;
    const range = ranges.get(`${line} ${to}`);
    if (range !== undefined) range.points.push(point);
    else ranges.set(`${line} ${to}`, { line, to, points: [point] });
  }
  return [...ranges.values()].sort((a, b) => a.line - b.line || b.to - a.to);
}

/** The narrowest range that has a line, else the first after it. */
export function rangeAt(mirrored: readonly Mirrored[], line: number): Mirrored | undefined {
  const around = mirrored.filter(one => one.line <= line && line <= one.to);
  return around.sort((a, b) => a.to - a.line - (b.to - b.line))[0] ?? mirrored.find(one => one.line > line);
}
