/** Commands as text, in one way of writing: what the formatter makes of a line, and what `parseStack` reads back as the same command. */
import { ruleText } from '#stack/running';
import { formatIpv4, formatIpv6, formatMac } from '../wire/address';
import { toHex } from '../wire/bytes';
import { divertText } from './divertText';
import { filterText } from './filterText';
import { quote } from './lexer';
import type {
  Address,
  ArpCommand,
  CaptureCommand,
  Command,
  ExpectCommand,
  FaultCommand,
  HostBlock,
  IfconfigCommand,
  InterfaceAddress,
  InterfaceParameter,
  IpfwAddCommand,
  IpfwCommand,
  IpfwSetCommand,
  IpfwTableCommand,
  LinkCommand,
  MldCommand,
  NdpCommand,
  PolicyRange,
  PolicyRequest,
  Prefix,
  ReplayCommand,
  RouteCommand,
  SaAlgorithm,
  SaCommand,
  SaRemoveCommand,
  SpdCommand,
  StackDocument,
  StackTime,
  UpperProtocol,
} from './nodes';
import { protocolName } from './protocols';
import type { Range, Ranged } from './text';
import { widest } from './values';

/** An address as written. */
export function addressText(address: Address): string {
  const bare = address.family === 'inet' ? formatIpv4(address.bytes) : formatIpv6(address.bytes);
  return address.zone === null ? bare : `${bare}%${address.zone}`;
}

const prefixText = (prefix: Prefix): string => `${addressText(prefix)}/${prefix.prefixlen}`;

/** A time as `at` reads it. */
export function timeText(time: StackTime): string {
  const fraction =
    time.nanoseconds === 0 ? '' : `.${String(time.nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
  return time.absolute ? `@${time.seconds}${fraction}` : `${time.seconds}${fraction}s`;
}

/** One command on one line, without its end. */
export function formatCommand(command: Command): string {
  switch (command.kind) {
    case 'ifconfig':
      return ifconfig(command);
    case 'route':
      return route(command);
    case 'ndp':
      return ndp(command);
    case 'arp':
      return arp(command);
    case 'sysctl':
      return ['sysctl', ...command.settings.map(({ name, value }) => `${name.value}=${value.value}`)].join(
        ' ',
      );
    case 'spdadd':
    case 'spddelete':
      return policy(command);
    case 'spdflush':
      return 'spdflush';
    case 'add':
      return association(command);
    case 'get':
    case 'delete':
    case 'deleteall':
      return removal(command);
    case 'flush':
      return command.protocol === null ? 'flush' : `flush ${command.protocol.value}`;
    case 'ipfw-add':
      return rule(command);
    case 'ipfw-delete':
    case 'ipfw-zero':
    case 'ipfw-flush':
      return rules(command);
    case 'ipfw-table':
      return table(command);
    case 'ipfw-set':
      return sets(command);
    case 'divert':
      return divertText(command);
    case 'mld':
      return mld(command);
    case 'listen':
      return `listen udp ${command.ports.map(port => port.value).join(' ') || 'none'}`;
    case 'capture':
      return capture(command);
    case 'rtsol':
      return `rtsol ${command.interface.value}`;
    case 'options':
      return `${command.on ? 'options' : 'nooptions'} ${command.options.map(option => option.value).join(' ')}`;
    case 'hostname':
      return `hostname ${command.name.value}`;
    case 'seed':
      return `seed ${command.seed.value}`;
    case 'replay':
      return replay(command);
    case 'fault':
      return fault(command);
    case 'expect':
      return expectLine(command);
    case 'link':
      return link(command);
    case 'at':
      return `at ${timeText(command.time.value)} ${formatCommand(command.command)}`;
  }
}

/** The commands of a file, one a line; comments are not kept. */
export function printStack(document: StackDocument): string {
  const { commands, hosts } = document;
  let text = '';
  let at = 0;
  const until = (to: number, indent: string) => {
    for (; at < commands.length && commands[at].from < to; at++)
      text += `${indent}${formatCommand(commands[at])}\n`;
  };
  for (const block of hosts) {
    until(block.from, '');
    text += `${hostHead(block)}\n`;
    until(block.to, '  ');
    text += '}\n';
  }
  until(Number.POSITIVE_INFINITY, '');
  return text;
}

const hostHead = (block: HostBlock): string => `host ${block.name.value} {`;

/** A replacement of one range of the text. */
export interface Edit extends Range {
  readonly text: string;
}

/**
 * What to change so that every line reads as `formatCommand` writes it; comments and blank lines stay. Lines with a
 * mistake and those that go on over several are left alone.
 */
export function formatEdits(document: StackDocument): Edit[] {
  const { source, problems } = document;
  const edits: Edit[] = [];
  let next = 0;
  for (const { from, to, text } of writtenLines(document)) {
    while (next < problems.length && problems[next].to < from) next++;
    const wrong = next < problems.length && problems[next].from <= to;
    const before = source.text.slice(from, to);
    if (wrong || /[\r\n]/.test(before)) continue;
    if (text !== before) edits.push({ from, to, text });
  }
  return edits;
}

/** The lines as they are to be written, in the order of their places; a bracket alone is written as it is. */
function writtenLines({ commands, hosts }: StackDocument): Edit[] {
  const lines = commands.map(command => ({
    from: command.from,
    to: command.to,
    text: formatCommand(command),
  }));
  if (hosts.length === 0) return lines;
  const heads = hosts.map(block => ({ from: block.head.from, to: block.head.to, text: hostHead(block) }));
  return [...lines, ...heads].sort((a, b) => a.from - b.from);
}

function ifconfig(command: IfconfigCommand): string {
  return ['ifconfig', command.interface.value, ...command.parameters.map(interfaceParameter)].join(' ');
}

function interfaceParameter(parameter: InterfaceParameter): string {
  switch (parameter.name) {
    case 'flag':
      return parameter.flag;
    case 'number':
      return `${parameter.of} ${parameter.value.value}`;
    case 'word':
      return `${parameter.of} ${quote(parameter.value.value)}`;
    case 'lladdr':
      return `lladdr ${formatMac(parameter.value.value)}`;
    case 'station':
      return [
        parameter.of,
        ...(parameter.member === null ? [] : [parameter.member.value]),
        formatMac(parameter.value.value),
      ].join(' ');
    case 'tunnel':
      return `tunnel ${addressText(parameter.src.value)} ${addressText(parameter.dst.value)}`;
    case 'address':
      return interfaceAddress(parameter);
  }
}

const seconds = (time: number): string => (time === Number.POSITIVE_INFINITY ? 'infinity' : String(time));

function interfaceAddress(parameter: InterfaceAddress): string {
  const { address, prefixlen, peer, broadcast, pltime, vltime } = parameter;
  const words = [
    address.value.family,
    addressText(address.value) + (prefixlen === null ? '' : `/${prefixlen.value}`),
  ];
  if (peer !== null) words.push(addressText(peer.value));
  if (broadcast !== null) words.push('broadcast', addressText(broadcast.value));
  words.push(...parameter.flags);
  if (pltime !== null) words.push('pltime', seconds(pltime.value));
  if (vltime !== null) words.push('vltime', seconds(vltime.value));
  if (parameter.action !== 'set') words.push(parameter.action);
  return words.join(' ');
}

function route(command: RouteCommand): string {
  const words = ['route', command.action, ...(command.family === 'inet6' ? ['-inet6'] : [])];
  if (command.dest !== null) {
    const dest = command.dest.value;
    if (!command.host && dest.prefixlen === widest(dest)) words.push('-net');
    words.push(
      dest.prefixlen === 0 && dest.bytes.every(byte => byte === 0) && dest.zone === null
        ? 'default'
        : prefixText(dest),
    );
  }
  if (command.interface) words.push('-interface');
  if (command.gateway !== null) words.push(addressText(command.gateway.value));
  if (command.gatewayInterface !== null) words.push(command.gatewayInterface.value);
  words.push(...command.flags.map(flag => `-${flag}`));
  if (command.ifp !== null) words.push('-ifp', command.ifp.value);
  if (command.ifa !== null) words.push('-ifa', addressText(command.ifa.value));
  for (const { name, value } of command.metrics) words.push(`-${name}`, String(value.value));
  return words.join(' ');
}

function ndp(command: NdpCommand): string {
  switch (command.action) {
    case 'set':
      return `ndp -s ${addressText(command.node.value)} ${formatMac(command.lladdr.value)}${command.temp ? ' temp' : ''}${command.proxy ? ' proxy' : ''}`;
    case 'delete':
      return `ndp -d ${addressText(command.node.value)}`;
    case 'clear':
      return 'ndp -c';
    case 'flush-prefixes':
      return 'ndp -P';
    case 'flush-routers':
      return 'ndp -R';
    case 'default-interface':
      return `ndp -I ${command.interface?.value ?? 'delete'}`;
    case 'interface': {
      const flags = command.flags.map(({ flag, on }) => (on ? flag : `-${flag}`));
      const variables = command.variables.map(({ name, value }) => `${name}=${value.value}`);
      return ['ndp -i', command.interface.value, ...flags, ...variables].join(' ');
    }
  }
}

function arp(command: ArpCommand): string {
  if (command.action === 'clear') return 'arp -d -a';
  const host = addressText(command.host.value);
  if (command.action === 'delete') return `arp -d ${host}${command.pub ? ' pub' : ''}`;
  const flags = (['temp', 'pub', 'only'] as const).filter(flag => command[flag]);
  return ['arp -s', host, formatMac(command.lladdr.value), ...flags].join(' ');
}

const rangeText = (range: PolicyRange): string =>
  prefixText(range) + (range.port === 0 ? '' : `[${range.port}]`);

function upperText(upper: UpperProtocol): string {
  const name =
    upper.protocol === 255 ? 'any' : upper.protocol === 58 ? 'icmp6' : protocolName(upper.protocol);
  return upper.type === 0 && upper.code === 0 ? name : `${name} ${upper.type},${upper.code}`;
}

function requestText(request: PolicyRequest): string {
  const ends =
    request.src === null || request.dst === null
      ? ''
      : `${addressText(request.src)}-${addressText(request.dst)}`;
  return `${request.protocol}/${request.mode}/${ends}/${request.level}${request.reqid === 0 ? '' : `:${request.reqid}`}`;
}

function policy(command: SpdCommand): string {
  const words: string[] = [
    command.kind,
    rangeText(command.src.value),
    rangeText(command.dst.value),
    upperText(command.upper.value),
  ];
  words.push('-P', command.direction);
  if (command.policy !== null) words.push(command.policy);
  words.push(...command.requests.map(request => requestText(request.value)));
  return words.join(' ');
}

function association(command: SaCommand): string {
  const words = [
    'add',
    addressText(command.src.value),
    addressText(command.dst.value),
    command.protocol.value,
  ];
  words.push(`0x${command.spi.value.toString(16)}`);
  if (command.mode !== 'any') words.push('-m', command.mode);
  if (command.replay !== 0) words.push('-r', String(command.replay));
  if (command.reqid !== 0) words.push('-u', String(command.reqid));
  for (const padding of command.padding) words.push('-f', padding);
  if (command.hard !== 0) words.push('-lh', String(command.hard));
  if (command.soft !== 0) words.push('-ls', String(command.soft));
  words.push(...command.algorithms.map(algorithm));
  return words.join(' ');
}

function removal({ kind, src, dst, protocol, spi }: SaRemoveCommand): string {
  const ends = `${kind} ${addressText(src.value)} ${addressText(dst.value)} ${protocol.value}`;
  return spi === null ? ends : `${ends} 0x${spi.value.toString(16)}`;
}

const options = { encryption: '-E', authentication: '-A', compression: '-C' };

function algorithm({ value: { use, name, key } }: Ranged<SaAlgorithm>): string {
  const text = key === null || key.length === 0 ? '' : ` 0x${toHex(key, 0, key.length)}`;
  return `${options[use]} ${name.value}${text}`;
}

function rule(command: IpfwAddCommand): string {
  const number = command.number === null ? '' : ` ${command.number.value}`;
  return `ipfw add${number} ${ruleText(command)}`;
}

function rules({ kind, numbers, set }: IpfwCommand): string {
  const which = set === null ? numbers.map(number => number.value) : ['set', set.value];
  return [`ipfw ${kind.slice(5)}`, ...which].join(' ');
}

function table({ table: number, action, prefix, value }: IpfwTableCommand): string {
  const words = ['ipfw table', number.value, action];
  if (prefix !== null) words.push(prefixText(prefix.value));
  if (value !== 0) words.push(value);
  return words.join(' ');
}

function sets(command: IpfwSetCommand): string {
  switch (command.action) {
    case 'switch': {
      const enable = command.enable.length === 0 ? [] : ['enable', ...command.enable];
      const disable = command.disable.length === 0 ? [] : ['disable', ...command.disable];
      return ['ipfw set', ...enable, ...disable].join(' ');
    }
    case 'swap':
      return `ipfw set swap ${command.moved.value} ${command.into.value}`;
    default: {
      const what = command.action === 'move-rule' ? 'move rule' : 'move';
      return `ipfw set ${what} ${command.moved.value} to ${command.into.value}`;
    }
  }
}

function mld(command: MldCommand): string {
  const words = ['mld', command.action, command.interface.value];
  if (command.group !== null) words.push(addressText(command.group.value));
  if (command.delay !== null)
    words.push(command.action === 'query' ? 'maxdelay' : 'delay', String(command.delay.value));
  if (command.source !== null) words.push('from', addressText(command.source.value));
  return words.join(' ');
}

function link({ ends, delay }: LinkCommand): string {
  const words = ['link', ...ends.map(end => end.value)];
  if (delay !== 0) words.push('delay', `${delay}ns`);
  return words.join(' ');
}

function capture(command: CaptureCommand): string {
  const words = ['capture', command.interface.value];
  if (command.action === 'stop') words.push('stop');
  else words.push(command.type.value, quote(command.file.value, true));
  return words.join(' ');
}

function replay(command: ReplayCommand): string {
  const file = quote(command.file.value, true);
  if (command.on !== null) return `replay ${file} on ${command.on.value}`;
  if (command.map.length === 0) return `replay ${file}`;
  const pairs = command.map.map(({ name, interface: target }) => `${mapName(name.value)} = ${target.value}`);
  return `replay ${file} (${pairs.join(', ')})`;
}

/** A name of a capture's interface: quoted when it holds the signs of the list. */
const mapName = (name: string): string => quote(name, /[(),=]/.test(name));

function fault(command: FaultCommand): string {
  const words = [
    'fault',
    ...(command.function === null ? [] : [quote(command.function.value, command.function.value === 'off')]),
  ];
  if (command.errno === null) return [...words, 'off'].join(' ');
  words.push(command.errno.value.name);
  if (command.after !== 0) words.push('after', String(command.after));
  if (command.times === 1) words.push('once');
  else if (command.times !== Number.POSITIVE_INFINITY) words.push(`${command.times} times`);
  if (command.filter !== null) words.push('for', filterText(command.filter.value));
  return words.join(' ');
}

function expectLine(command: ExpectCommand): string {
  if (command.what !== 'frame') {
    const name = command.what === 'counter' ? `counter ${quote(command.name.value)}` : command.name.value;
    const comparison = command.comparison === '==' ? '' : `${command.comparison} `;
    return `expect ${name} ${comparison}${command.value.value}`;
  }
  const words = ['expect frame', String(command.frame.value)];
  if (command.capture !== null) words.push('in', quote(command.capture.value, true));
  if (command.verdict !== null) words.push(command.verdict.value);
  for (const word of ['at', 'through'] as const) {
    const name = command[word];
    if (name !== null)
      words.push(word, quote(name.decision.value + (name.outcome === null ? '' : `=${name.outcome.value}`)));
  }
  if (command.sends !== null) words.push('sends', command.sends.value);
  if (command.on !== null) words.push('on', command.on.value);
  return words.join(' ');
}
