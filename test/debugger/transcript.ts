/**
 * Conversations kept as text in test/debugger/golden and compared whole: `>` is asked, `<` answered, `*` an
 * event. After a change that is meant, run the tests with UPDATE_GOLDEN=1 and read the difference.
 */
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SessionEvent, SessionResponse } from '../../src/debugger/answering';
import { Client } from './client';
import { fileOf, render, steady } from './render';
import { World } from './world';

const golden = join(PROJECT_ROOT, 'test/debugger/golden');

export class Transcript {
  private readonly lines: string[] = [];
  private readonly asks = new Map<number, DebugProtocol.Request>();

  /** Lines of the closed group under way, null outside of one. */
  private folded: number | null = null;

  /** @param unfolded keeps what the console says in closed groups; else only its length is kept */
  constructor(
    private readonly name: string,
    private readonly unfolded = false,
  ) {}

  /** A heading, for readers. */
  note(text: string): void {
    this.lines.push('', `# ${text}`, '');
  }

  asked(request: DebugProtocol.Request): void {
    this.asks.set(request.seq, request);
    const args: unknown = request.arguments;
    this.add('>', request.command, args, fileOf(args));
  }

  received(message: SessionEvent | SessionResponse): void {
    if (message.type === 'event') {
      if (!this.unfolded && this.fold(message)) return;
      this.add('*', message.event, message.body, null);
      return;
    }
    const { success, body, command, request_seq } = message;
    const file = fileOf(this.asks.get(request_seq)?.arguments);
    if (command === 'initialize' && this.name !== command)
      this.lines.push('< initialize (see initialize.txt)');
    else if (success) this.add('<', command, body, file);
    else this.add('< refused', command, refusal(message), file);
  }

  /** True for a line of a closed group, which is not kept. */
  private fold({ event, body }: SessionEvent): boolean {
    const { group } = (event === 'output' ? body : {}) as Partial<DebugProtocol.OutputEvent['body']>;
    if (group === 'startCollapsed') {
      this.folded = 0;
      return false;
    }
    if (this.folded === null) return false;
    if (event === 'output' && group === undefined) {
      this.folded++;
      return true;
    }
    this.lines.push(`* ${this.folded} lines of output (see console.txt)`);
    this.folded = null;
    return false;
  }

  private add(sign: string, name: string, body: unknown, file: string | null): void {
    const text = body === undefined ? '' : render(steady(body, file), 4);
    this.lines.push(`${sign} ${name}${text.startsWith('\n') || text === '' ? '' : ' '}${text}`);
  }

  /** Compares the conversation with the one that is kept. */
  compare(): void {
    const file = join(golden, `${this.name}.txt`);
    const text = `${this.lines.join('\n').trim()}\n`;
    if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
    assert.ok(existsSync(file), `golden/${this.name}.txt is there`);
    const expected = readFileSync(file, 'utf8').split('\n');
    const now = text.split('\n');
    const first = now.findIndex((line, i) => line !== expected[i]);
    if (first >= 0) {
      const around = (lines: string[]) => lines.slice(Math.max(0, first - 3), first + 4).join('\n');
      assert.equal(around(now), around(expected), `golden/${this.name}.txt, line ${first + 1}`);
    }
    assert.equal(now.length, expected.length);
  }
}

/** What a refusal says beside its number. */
function refusal({ message, body }: SessionResponse): unknown {
  const { error } = body as { error: DebugProtocol.Message };
  const { url, urlLabel, showUser } = error;
  return { message, showUser, ...(url === undefined ? {} : { url: decodeURIComponent(url), urlLabel }) };
}

/** A test that holds a conversation and compares it, whole, with the one that is kept under the same name. */
export function conversation(
  name: string,
  hold: (client: Client, note: (text: string) => void) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
  unfolded = false,
): void {
  it(name, async () => {
    const transcript = new Transcript(name, unfolded);
    const client = new Client(new World(files), transcript);
    await hold(client, text => transcript.note(text));
    await client.quiet();
    transcript.compare();
  });
}
