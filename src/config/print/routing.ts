/** `route`, `ndp` and `arp` lines as text. */
import { formatMac } from '../../wire/address';
import type { ArpCommand, NdpCommand, RouteCommand } from '../nodes';
import { widest } from '../values';
import { addressText, prefixText } from './address';

export function routeText(command: RouteCommand): string {
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

export function ndpText(command: NdpCommand): string {
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

export function arpText(command: ArpCommand): string {
  if (command.action === 'clear') return 'arp -d -a';
  const host = addressText(command.host.value);
  if (command.action === 'delete') return `arp -d ${host}${command.pub ? ' pub' : ''}`;
  const flags = (['temp', 'pub', 'only'] as const).filter(flag => command[flag]);
  return ['arp -s', host, formatMac(command.lladdr.value), ...flags].join(' ');
}
