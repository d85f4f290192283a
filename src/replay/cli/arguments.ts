/** What the command line says, as data; nothing is opened here. */
import type { TapWish } from '../recordingTap';

/** A capture named on the command line. */
export interface CaptureArgument {
  /** As given, `@IFACE` included. */
  readonly text: string;
  /** What stands before the last `@`, or the whole. */
  readonly file: string;
  /** What stands after the last `@`, null without one. */
  readonly interface: string | null;
}

/** A recording named on the command line. */
interface TapArgument extends TapWish {
  readonly file: string;
}

/** A frame named on the command line. */
export interface ReportArgument {
  /** From 1. */
  readonly frame: number;
  /** Name of its capture, null for the first. */
  readonly capture: string | null;
}

export interface ReplayArguments {
  readonly command: 'replay';
  readonly stack: string;
  readonly captures: readonly CaptureArgument[];
  readonly output: string | null;
  /** A capture to write the frames to, with their verdicts. */
  readonly annotate: string | null;
  /** The file for what a tap shows, null for none. */
  readonly tap: TapArgument | null;
  /** The one packet to be told of; null for all. */
  readonly report: ReportArgument | null;
  readonly until: string | null;
  readonly compare: boolean;
  readonly json: boolean;
}

export type Arguments =
  | ReplayArguments
  | { readonly command: 'decode'; readonly file: string; readonly fields: readonly string[] }
  | { readonly command: 'filter'; readonly file: string; readonly expression: string }
  | { readonly command: 'decisions'; readonly json: boolean }
  | { readonly command: 'infer'; readonly file: string; readonly output: string | null }
  | {
      readonly command: 'vector';
      readonly file: string;
      readonly id: string;
      readonly out: string;
    }
  | { readonly command: 'dap' }
  | { readonly command: 'help' }
  | { readonly command: 'version' };

/** A command line that cannot be followed; the message is one sentence for the person who typed it. */
export class UsageError extends Error {}

/** Text of `--help`. */
export const help = `Usage: packet-debugger COMMAND

  replay --stack FILE [--capture FILE[@INTERFACE]]... [--output OUT.pcapng]
         [--annotate OUT.pcapng] [--tap OUT.pcapng[@HOST]] [--raw]
         [--report FRAME[@CAPTURE]] [--until TIME] [--compare] [--json]
      Replays captures through the machine that FILE describes and tells what
      became of every packet and why. Without --capture the replay lines of
      FILE count. --until goes on after the last frame, to a time as on an at
      line: 10s is ten seconds after the first frame, @1767225600 a moment
      since 1970. --compare sets what the model sent against what the capture
      shows. --output writes what the model sent, --annotate all frames with
      their verdicts as comments that Wireshark shows. --tap records what the
      stack took in and sent, of one host or of all, behind PKTAP headers or
      with --raw as raw IP. --report prints one packet alone, as Markdown: why,
      trace, bytes and lines of FILE.
  decode FILE --fields a,b,c
      Prints fields by their Wireshark names, tab-separated, one line a frame.
  filter FILE EXPRESSION
      Prints the numbers of the frames that a display filter selects.
  decisions [--json]
      Lists every decision that the stack takes.
  infer FILE [--output F.stack]
      Writes a .stack file of the machine that a capture was taken on, as far
      as its frames tell; every line names the frames it was concluded from.
  vector FILE ID [--out FOLDER]
      Writes a case of a vectors file as a .stack file and a capture, so that
      it can be debugged.
  dap
      The debug adapter on standard input and output.
  --help, --version

Exit status: 0 done; 1 an expect line or a comparison failed; 2 anything else.
`;

/** Reads the words after the program's name. Throws UsageError. */
export function parseArguments(words: readonly string[]): Arguments {
  const [command, ...rest] = words;
  switch (command) {
    case undefined:
      throw new UsageError(
        'Name a command: replay, decode, filter, decisions, infer, vector or dap; --help explains them.',
      );
    case '--help':
    case '-h':
    case 'help':
      return { command: 'help' };
    case '--version':
    case '-V':
      return { command: 'version' };
    case 'replay':
      return replayArguments(rest);
    case 'decode':
      return decodeArguments(rest);
    case 'filter':
      return filterArguments(rest);
    case 'decisions': {
      const { flags } = split(command, rest, [], ['--json', '--help'], 0);
      if (flags.has('--help')) return { command: 'help' };
      return { command, json: flags.has('--json') };
    }
    case 'infer':
      return inferArguments(rest);
    case 'vector':
      return vectorArguments(rest);
    case 'dap':
      split(command, rest, [], [], 0);
      return { command };
    default:
      throw new UsageError(`There is no command ${command}; --help lists them.`);
  }
}

function replayArguments(words: readonly string[]): Arguments {
  const { values, flags } = split(
    'replay',
    words,
    ['--stack', '--capture', '--output', '--annotate', '--tap', '--report', '--until'],
    ['--compare', '--json', '--raw', '--help'],
    0,
  );
  if (flags.has('--help')) return { command: 'help' };
  const stack = only(values, '--stack');
  if (stack === null) throw new UsageError('replay needs --stack FILE, the description of the machine.');
  const [output, annotate] = [only(values, '--output'), only(values, '--annotate')];
  const tap = tapArgument(only(values, '--tap'), flags.has('--raw'));
  const written = [output, annotate, tap?.file ?? null].filter(file => file !== null);
  if (new Set(written).size < written.length)
    throw new UsageError('--output, --annotate and --tap write a file each; give them different names.');
  return {
    command: 'replay',
    stack,
    captures: (values.get('--capture') ?? []).map(captureArgument),
    output,
    annotate,
    tap,
    report: reportArgument(only(values, '--report'), values, flags),
    until: only(values, '--until'),
    compare: flags.has('--compare'),
    json: flags.has('--json'),
  };
}

/** `OUT.pcapng[@HOST]`. */
function tapArgument(text: string | null, raw: boolean): TapArgument | null {
  if (text === null) {
    if (raw)
      throw new UsageError('--raw says how --tap records; give it a file, as in --tap seen.pcapng --raw.');
    return null;
  }
  const [, file = text, host = null] = /^(.+)@(\w+)$/.exec(text) ?? [];
  return { file, type: raw ? 'raw' : 'pktap', host };
}

/** `FRAME[@CAPTURE]`. A report is all that is printed: it goes with nothing else that is made of a replay. */
function reportArgument(
  text: string | null,
  values: ReadonlyMap<string, unknown>,
  flags: ReadonlySet<string>,
): ReportArgument | null {
  if (text === null) return null;
  const [, frame, capture = null] = /^(\d{1,10})(?:@(.+))?$/.exec(text) ?? [];
  if (frame === undefined || Number(frame) < 1)
    throw new UsageError('--report needs the number of a frame, as in --report 12.');
  const other = ['--json', '--compare', '--output', '--annotate', '--tap'].find(
    one => flags.has(one) || values.has(one),
  );
  if (other !== undefined) throw new UsageError(`--report prints one packet alone: leave out ${other}.`);
  return { frame: Number(frame), capture };
}

function decodeArguments(words: readonly string[]): Arguments {
  const { values, flags, operands } = split('decode', words, ['--fields'], ['--help'], 1);
  if (flags.has('--help')) return { command: 'help' };
  const fields = (values.get('--fields') ?? []).flatMap(list => list.split(',')).filter(name => name !== '');
  if (operands.length === 0) throw new UsageError('decode needs the name of a capture.');
  if (fields.length === 0)
    throw new UsageError('decode needs --fields with names such as ipv6.src,ipv6.hlim.');
  return { command: 'decode', file: operands[0], fields };
}

function filterArguments(words: readonly string[]): Arguments {
  const { operands, flags } = split('filter', words, [], ['--help'], 2);
  if (flags.has('--help')) return { command: 'help' };
  if (operands.length < 2) {
    throw new UsageError("filter needs the name of a capture and a display filter, as in 'ipv6.hlim == 1'.");
  }
  return { command: 'filter', file: operands[0], expression: operands[1] };
}

function inferArguments(words: readonly string[]): Arguments {
  const { values, operands, flags } = split('infer', words, ['--output'], ['--help'], 1);
  if (flags.has('--help')) return { command: 'help' };
  if (operands.length === 0) throw new UsageError('infer needs the name of a capture.');
  const output = only(values, '--output');
  if (output !== null && !output.endsWith('.stack'))
    throw new UsageError('infer writes a .stack file; give --output a name such as router.stack.');
  return { command: 'infer', file: operands[0], output };
}

function vectorArguments(words: readonly string[]): Arguments {
  const { values, operands, flags } = split('vector', words, ['--out'], ['--help'], 2);
  if (flags.has('--help')) return { command: 'help' };
  if (operands.length < 2) {
    throw new UsageError(
      'vector needs a vectors file and the id of a case, as in ip6_forward.json ip6f-h001.',
    );
  }
  return { command: 'vector', file: operands[0], id: operands[1], out: only(values, '--out') ?? '.' };
}

/** `FILE@INTERFACE`: the interface stands after the last `@`. */
export function captureArgument(text: string): CaptureArgument {
  const at = text.lastIndexOf('@');
  if (at <= 0 || at === text.length - 1) return { text, file: text, interface: null };
  return { text, file: text.slice(0, at), interface: text.slice(at + 1) };
}

function only(values: ReadonlyMap<string, readonly string[]>, option: string): string | null {
  const given = values.get(option) ?? [];
  if (given.length > 1) throw new UsageError(`${option} is given ${given.length} times; once is enough.`);
  return given[0] ?? null;
}

/** Sorts words into options with a value, flags and operands. After `--` everything is an operand. */
function split(
  command: string,
  words: readonly string[],
  valued: readonly string[],
  allowed: readonly string[],
  most: number,
): { values: Map<string, string[]>; flags: Set<string>; operands: string[] } {
  const values = new Map<string, string[]>();
  const flags = new Set<string>();
  const operands: string[] = [];
  let plain = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    // A filter may begin with a minus sign, but is no minus sign and a letter.
    if (plain || !(word.startsWith('--') || /^-[A-Za-z]$/.test(word))) {
      operands.push(word);
      continue;
    }
    if (word === '--') {
      plain = true;
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (valued.includes(name)) {
      const value = equals < 0 ? words[++i] : word.slice(equals + 1);
      if (value === undefined || value === '')
        throw new UsageError(`${name} needs a value; --help shows which.`);
      values.set(name, [...(values.get(name) ?? []), value]);
    } else if (allowed.includes(word)) {
      flags.add(word);
    } else if (word === '-h' && allowed.includes('--help')) {
      flags.add('--help');
    } else {
      throw new UsageError(`${command} knows no option ${name}; --help lists them.`);
    }
  }
  if (operands.length > most) {
    throw new UsageError(
      `${command} does not know what to do with ${operands[most]}; --help shows its form.`,
    );
  }
  return { values, flags, operands };
}
