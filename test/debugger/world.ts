/**
 * The world of a debug session in tests: files of the checkout and further ones made up, no clock, nothing
 * written.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Capture, MemorySource } from '../../src/capture';
import type { Environment } from '../../src/debugger/environment';

/** Where the engine's files are, for clients of these tests. */
const engine = 'engine:/';

export class World implements Environment {
  /** What sessions wrote, by file. */
  readonly written = new Map<string, number>();
  /** Called where a session lets requests in. */
  onBreath: () => void = () => {};

  /** @param made text of files that are not in the checkout, by path */
  constructor(private readonly made: Readonly<Record<string, string>> = {}) {}

  async readText(file: string): Promise<string> {
    return this.text(file);
  }

  async openCapture({ file, beside }: { file: string; beside: string | null }): Promise<Capture> {
    const path = beside === null ? file : join(dirname(beside), file);
    return Capture.openWhole(new MemorySource(readable(path, name => readFileSync(name))));
  }

  openOutput(file: string): (bytes: Uint8Array) => void {
    this.written.set(file, 0);
    return bytes => {
      this.written.set(file, (this.written.get(file) ?? 0) + bytes.length);
    };
  }

  openCaptureOutput(file: string): (bytes: Uint8Array) => void {
    return this.openOutput(file);
  }

  async readKernel(folder: string, file: string): Promise<string | null> {
    return this.made[`${folder}/${file}`] ?? null;
  }

  enginePath(file: string): string {
    return engine + file;
  }

  engineFile(path: string): string | null {
    return path.startsWith(engine) ? path.slice(engine.length) : null;
  }

  async breathe(): Promise<void> {
    this.onBreath();
  }

  private text(file: string): string {
    if (Object.hasOwn(this.made, file)) return this.made[file];
    return readable(file, name => readFileSync(name, 'utf8'));
  }
}

function readable<T>(file: string, read: (path: string) => T): T {
  try {
    return read(join(PROJECT_ROOT, file));
  } catch {
    throw new Error(`${file} cannot be read.`);
  }
}
