/** `ifconfig` lines as text. */
import { formatMac } from '../../wire/address';
import { quote } from '../lexer';
import type { IfconfigCommand, InterfaceAddress, InterfaceParameter } from '../nodes';
import { addressText } from './address';

export function ifconfigText(command: IfconfigCommand): string {
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
