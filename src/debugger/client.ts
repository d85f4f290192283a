/** What the client said of itself in `initialize`: how it counts, and what it can show. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { uriOf } from './fileUris';

export class Client {
  private readonly linesFrom: number;
  private readonly columnsFrom: number;
  private readonly namesFilesByUri: boolean;
  readonly memoryReferences: boolean;
  readonly progress: boolean;
  readonly invalidated: boolean;
  readonly memoryEvents: boolean;
  /** True once it has asked where the session stands. */
  follows = false;

  constructor(given: Partial<DebugProtocol.InitializeRequestArguments> = {}) {
    this.linesFrom = given.linesStartAt1 === false ? 0 : 1;
    this.columnsFrom = given.columnsStartAt1 === false ? 0 : 1;
    this.namesFilesByUri = given.pathFormat === 'uri';
    this.memoryReferences = given.supportsMemoryReferences === true;
    this.progress = given.supportsProgressReporting === true;
    this.invalidated = given.supportsInvalidatedEvent === true;
    this.memoryEvents = given.supportsMemoryEvent === true;
  }

  /** A line counted from 1, as the client counts. */
  line(line: number): number {
    return line - 1 + this.linesFrom;
  }

  /** A line as the client counts, counted from 1. */
  ourLine(line: number): number {
    return line + 1 - this.linesFrom;
  }

  /** A file's path, as the client names files. */
  file(path: string): string {
    return this.namesFilesByUri ? uriOf(path) : path;
  }

  /** A column counted from 0, as the client counts. */
  column(column: number): number {
    return column + this.columnsFrom;
  }
}
