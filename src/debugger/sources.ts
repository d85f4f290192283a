/** Sources as clients see them: the engine's files, the `.stack` file, and the user's own kernel tree. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Client } from './client';
import type { Environment } from './environment';
import type { Program } from './launch';
import { engineFiles } from './places';

/** A file that a client names, by what it is to us. */
export type KnownFile =
  | { readonly kind: 'engine'; readonly file: string }
  | { readonly kind: 'stack'; readonly file: string }
  | { readonly kind: 'kernel'; readonly file: string };

/** Kernel files that the stack mirrors. */
const kernelFiles = ['ip6_forward.c', 'mld6.c', 'ip_divert.c', 'if_etherip.c', 'iptap.c'];

export class Sources {
  private program: Program | null = null;
  /** Folder of the user's kernel tree, null when none is named. */
  kernelFolder: string | null = null;

  constructor(
    private readonly environment: Environment,
    private readonly client: () => Client,
  ) {}

  /** Takes the files of a launch. */
  use(program: Program, kernelFolder: string | null): void {
    this.program = program;
    this.kernelFolder = kernelFolder;
  }

  /** A file of the engine, as `stack/inet6/ip6Forward.ts`. */
  engine(file: string): DebugProtocol.Source {
    return { name: baseName(file), path: this.environment.enginePath(file), presentationHint: 'normal' };
  }

  /** The `.stack` file of the launch. */
  stack(): DebugProtocol.Source | undefined {
    if (this.program === null) return undefined;
    return { name: baseName(this.program.stack), path: this.program.stack };
  }

  /** All sources of a launch. */
  all(): DebugProtocol.Source[] {
    const stack = this.stack();
    return [...(stack === undefined ? [] : [stack]), ...engineFiles().map(file => this.engine(file))];
  }

  /** What a client's source is to us; null for a file that is not ours. */
  identify(source: DebugProtocol.Source): KnownFile | null {
    const path = source.path ?? '';
    const engine = this.environment.engineFile(path);
    if (engine !== null) return { kind: 'engine', file: engine };
    if (path.endsWith('.stack')) return { kind: 'stack', file: path };
    const name = baseName(path);
    return kernelFiles.includes(name) ? { kind: 'kernel', file: name } : null;
  }

  /** A line counted from 1, as the client counts. */
  line(line: number): number {
    return this.client().line(line);
  }

  /** A line of the client, counted from 1. */
  ourLine(line: number): number {
    return this.client().ourLine(line);
  }

  /** A column counted from 0, as the client counts. */
  column(column: number): number {
    return this.client().column(column);
  }
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
