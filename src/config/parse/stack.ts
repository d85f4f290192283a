/** Parses a whole `.stack` file. Every line is tried; a wrong one never stops the others. */
import { lex, type Statement, type Token } from '../lexer';
import type { AtCommand, Command, MachineCommand, StackDocument } from '../nodes';
import type { Problem } from '../problem';
import { Source } from '../text';
import { readTime } from '../values';
import { shown, Words } from '../words';
import { parseCapture } from './capture';
import { parseDivert } from './divert';
import { HostBlocks } from './host';
import { parseIfconfig } from './ifconfig';
import { parseIpfw } from './ipfw/command';
import { parseLink } from './link';
import { parseListen } from './listen';
import { parseHostname, parseOptions, parseSeed } from './machine';
import { parseMld } from './mld';
import { parseArp, parseNdp, parseRtsol } from './ndp';
import { parseRoute } from './route';
import { parseExpect, parseFault, parseReplay } from './scenario';
import { parseSetkey, parseSetkeyStatement, setkeyStatements } from './setkey';
import { parseSysctl } from './sysctl';

/** First words of lines. */
export const commandWords: readonly string[] = [
  'ifconfig',
  'route',
  'ndp',
  'rtsol',
  'arp',
  'sysctl',
  'setkey',
  ...setkeyStatements.filter(word => word !== 'spddump'),
  'ipfw',
  'divert',
  'mld',
  'listen',
  'capture',
  'options',
  'nooptions',
  'hostname',
  'seed',
  'host',
  'link',
  'replay',
  'at',
  'fault',
  'expect',
];
/** First words of what `at` may put off. */
export const machineWords: readonly string[] = [
  'ifconfig',
  'route',
  'ndp',
  'rtsol',
  'arp',
  'sysctl',
  'setkey',
  ...setkeyStatements,
  'ipfw',
  'divert',
  'mld',
  'listen',
  'capture',
  'fault',
];
/** Programs known to administrators that have no place here, and what to write instead. */
const elsewhere: Readonly<Record<string, string>> = {
  tcpdump: 'capture iptap0 pktap "out.pcapng"',
  netstat: 'expect counter ip6stat.ip6s_forward 1',
  pfctl: 'ipfw add …',
  ping6: 'replay "capture.pcapng" on em0',
  ip: 'ifconfig, route and ndp lines',
  ip6tables: 'ipfw add …',
  ipsecctl: 'spdadd …',
  brconfig: 'ifconfig bridge0 addm em0',
};

/** Parses a text. Never throws; `file` is the name that origins and messages show. */
export function parseStack(text: string, file: string): StackDocument {
  const source = new Source(text, file);
  const { statements: lines, comments, unclosed } = lex(text);
  const statements = joined(lines);
  const problems: Problem[] = unclosed.map(range => ({
    severity: 'error',
    code: 'unclosed-quote',
    from: range.from,
    to: range.to,
    message: 'The quote is not closed on this line.',
    expected: 'a closing "',
  }));
  const commands: Command[] = [];
  const blocks = new HostBlocks();
  for (const statement of statements) {
    const words = new Words(source, statement, problems);
    if (blocks.take(words)) continue;
    const command = parseCommand(words);
    if (command !== null) commands.push(blocks.add(command));
  }
  const hosts = blocks.end(problems);
  problems.sort((a, b) => a.from - b.from || a.to - b.to);
  return { source, statements, comments, commands, hosts, problems };
}

/**
 * setkey's statements end with `;` and may go on over lines. As the `;` may be left out here, a line goes on
 * with the next when that one begins as no command does: with an option, a transform, or a key.
 */
function joined(lines: readonly Statement[]): Statement[] {
  const statements: Statement[] = [];
  let tokens: Token[] | null = null;
  for (const line of lines) {
    const last = statements[statements.length - 1];
    if (tokens !== null && !last.closed && goesOn(line.tokens[0])) {
      for (const token of line.tokens) tokens.push(token);
      statements[statements.length - 1] = { tokens, from: last.from, to: line.to, closed: line.closed };
      continue;
    }
    tokens = isSetkey(line.tokens) ? [...line.tokens] : null;
    statements.push(tokens === null ? line : { ...line, tokens });
  }
  return statements;
}

const goesOn = ({ text, quoted }: Token): boolean => quoted || /^(-|0x|(esp|ah|ipcomp)\/)/.test(text);

function isSetkey(tokens: readonly Token[]): boolean {
  const first = tokens[0].text === 'at' ? tokens[2] : tokens[0];
  return first !== undefined && (first.text === 'setkey' || setkeyStatements.includes(first.text));
}

function parseCommand(words: Words): Command | null {
  const token = words.next()!;
  switch (token.quoted ? '' : token.text) {
    case 'options':
      return parseOptions(words, true);
    case 'nooptions':
    case 'nooption':
      return parseOptions(words, false);
    case 'option':
      return parseOptions(words, true);
    case 'hostname':
      return parseHostname(words);
    case 'seed':
      return parseSeed(words);
    case 'link':
      return parseLink(words);
    case 'replay':
      return parseReplay(words);
    case 'expect':
      return parseExpect(words);
    case 'at':
      return parseAt(words);
    default:
      return parseMachineCommand(words, token, commandWords);
  }
}

function parseMachineCommand(words: Words, token: Token, known: readonly string[]): MachineCommand | null {
  switch (token.quoted ? '' : token.text) {
    case 'ifconfig':
      return parseIfconfig(words);
    case 'route':
      return parseRoute(words);
    case 'ndp':
      return parseNdp(words);
    case 'rtsol':
      return parseRtsol(words);
    case 'arp':
      return parseArp(words);
    case 'sysctl':
      return parseSysctl(words);
    case 'setkey':
      return parseSetkey(words);
    case 'ipfw':
      return parseIpfw(words);
    case 'divert':
      return parseDivert(words);
    case 'mld':
      return parseMld(words);
    case 'listen':
      return parseListen(words);
    case 'capture':
      return parseCapture(words);
    case 'fault':
      return parseFault(words);
    default:
      if (setkeyStatements.includes(token.text) && !token.quoted) return parseSetkeyStatement(words, token);
      unknownCommand(words, token, known);
      return null;
  }
}

function unknownCommand(words: Words, token: Token, known: readonly string[]): void {
  const instead = Object.hasOwn(elsewhere, token.text) ? elsewhere[token.text] : undefined;
  words.report('unknown-command', token, `There is no command \`${shown(token.text)}\` here.`, {
    expected:
      instead ??
      (known === machineWords
        ? 'a command that changes the machine, such as ifconfig or route'
        : 'a command such as ifconfig, route, replay or expect'),
    suggestion: instead === undefined ? words.suggest(token.text, known) : undefined,
  });
}

/** `at TIME COMMAND`: the command keeps its own place, without the time. */
function parseAt(words: Words): AtCommand | null {
  const when = words.need('a time such as 5s');
  const time = when === null ? null : readTime(words, when);
  if (when === null) return null;
  const token = words.need('a command such as ifconfig em1 down');
  if (token === null) return null;
  const fixed = ['options', 'nooptions', 'hostname', 'seed', 'host', 'link', 'replay', 'expect', 'at'];
  if (fixed.includes(token.text)) {
    words.report('not-at-time', token, `\`${token.text}\` holds for the whole replay.`, {
      expected: 'the line without `at`',
    });
    return null;
  }
  const command = parseMachineCommand(words.rest(), token, machineWords);
  if (time === null || command === null) return null;
  const { from, to } = words.statement;
  return { kind: 'at', from, to, origin: words.origin({ from, to }), time, command };
}
