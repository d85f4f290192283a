/** Sources as clients see them: the engine's files, the `.stack` file, and the user's own kernel tree. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { baseName } from '../config/fileName';
import { engineFiles } from '../replay/enginePlaces';
import type { Client } from './client';
import type { Environment } from './environment';
import { pathOfUri } from './fileUris';
import { KernelSources, kernelFiles, kernelName } from './kernel/kernelSources';
import type { Program } from './launch';

/** A file that a client names, by what it is to us. */
export type KnownFile =
  | { readonly kind: 'engine'; readonly file: string }
  | { readonly kind: 'stack'; readonly file: string }
  /** `file` is the decisions' name for it. */
  | { readonly kind: 'kernel'; readonly file: string; readonly path: string };

export class Sources {
  private program: Program | null = null;
  readonly kernel: KernelSources;

  constructor(
    private readonly environment: Environment,
    private readonly client: () => Client,
  ) {
    this.kernel = new KernelSources(environment);
  }

  /** Takes the files of a launch; `kernelFolder` is null when no kernel tree is named. */
  async use(program: Program, kernelFolder: string | null): Promise<void> {
    this.program = program;
    await this.kernel.open(kernelFolder);
  }

  /** True for the `.stack` file of the launch. */
  isLaunched(file: string): boolean {
    return this.program !== null && samePath(file, this.program.stack);
  }

  /** A file of the user's kernel tree. */
  kernelFile(path: string): DebugProtocol.Source {
    return { name: baseName(path), path: this.client().file(path) };
  }

  /** A file of the engine, as `stack/inet6/ip6Forward.ts`. */
  engine(file: string): DebugProtocol.Source {
    const path = this.client().file(this.environment.enginePath(file));
    return { name: baseName(file), path, presentationHint: 'normal' };
  }

  /** The `.stack` file of the launch. */
  stack(): DebugProtocol.Source | undefined {
    if (this.program === null) return undefined;
    const { stack } = this.program;
    return { name: baseName(stack), path: this.client().file(stack) };
  }

  /** All sources of a launch. */
  all(): DebugProtocol.Source[] {
    const stack = this.stack();
    return [...(stack === undefined ? [] : [stack]), ...engineFiles().map(file => this.engine(file))];
  }

  /** What a client's source is to us; null for a file that is not ours. */
  identify(source: DebugProtocol.Source): KnownFile | null {
    const path = pathOfUri(source.path ?? '');
    const engine = this.environment.engineFile(path);
    if (engine !== null) return { kind: 'engine', file: engine };
    if (path.endsWith('.stack')) return { kind: 'stack', file: path };
    const name = baseName(path);
    const kernel = kernelFiles.find(file => file === name || kernelName(file) === name);
    return kernel === undefined ? null : { kind: 'kernel', file: kernel, path };
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

/** Paths as clients write them: either slash, and on Windows either case of the drive. */
function samePath(a: string, b: string): boolean {
  const plain = (path: string) => path.replace(/\\/g, '/').replace(/^[a-z]:/, drive => drive.toUpperCase());
  return plain(a) === plain(b);
}
