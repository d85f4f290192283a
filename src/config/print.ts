/**
 * Commands as text, in one way of writing: what the formatter makes of a line, and what `parseStack` reads
 * back as the same command.
 */
import { quote } from './lexer';
import type { CaptureCommand, Command, MldCommand } from './nodes';
import { addressText } from './print/address';
import { divertText } from './print/divert';
import { ifconfigText } from './print/interface';
import { ipfwRuleText, ipfwSetText, ipfwShowText, ipfwTableText, ipfwText } from './print/ipfw';
import { arpText, ndpText, routeText } from './print/routing';
import { expectText, faultText, linkText, replayText, timeText } from './print/scenario';
import { associationText, policyText, removalText } from './print/security';

/** One command on one line, without its end. */
export function formatCommand(command: Command): string {
  switch (command.kind) {
    case 'ifconfig':
      return ifconfigText(command);
    case 'route':
      return routeText(command);
    case 'ndp':
      return ndpText(command);
    case 'arp':
      return arpText(command);
    case 'sysctl':
      return ['sysctl', ...command.settings.map(({ name, value }) => `${name.value}=${value.value}`)].join(
        ' ',
      );
    case 'spdadd':
    case 'spddelete':
      return policyText(command);
    case 'spdflush':
      return 'spdflush';
    case 'add':
      return associationText(command);
    case 'get':
    case 'delete':
    case 'deleteall':
      return removalText(command);
    case 'flush':
      return command.protocol === null ? 'flush' : `flush ${command.protocol.value}`;
    case 'ipfw-add':
      return ipfwRuleText(command);
    case 'ipfw-delete':
    case 'ipfw-zero':
    case 'ipfw-flush':
      return ipfwText(command);
    case 'ipfw-table':
      return ipfwTableText(command);
    case 'ipfw-show':
      return ipfwShowText(command);
    case 'ipfw-set':
      return ipfwSetText(command);
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
      return replayText(command);
    case 'fault':
      return faultText(command);
    case 'expect':
      return expectText(command);
    case 'link':
      return linkText(command);
    case 'at':
      return `at ${timeText(command.time.value)} ${formatCommand(command.command)}`;
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

function capture(command: CaptureCommand): string {
  const words = ['capture', command.interface.value];
  if (command.action === 'stop') words.push('stop');
  else words.push(command.type.value, quote(command.file.value, true));
  return words.join(' ');
}
