/** Statements about policies and associations as text, as setkey reads them. */
import { toHex } from '../../wire/bytes';
import type {
  PolicyRange,
  PolicyRequest,
  SaAlgorithm,
  SaCommand,
  SaRemoveCommand,
  SpdCommand,
  UpperProtocol,
} from '../nodes';
import { protocolName } from '../protocols';
import type { Ranged } from '../text';
import { addressText, prefixText } from './address';

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

export function policyText(command: SpdCommand): string {
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

export function associationText(command: SaCommand): string {
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

export function removalText({ kind, src, dst, protocol, spi }: SaRemoveCommand): string {
  const ends = `${kind} ${addressText(src.value)} ${addressText(dst.value)} ${protocol.value}`;
  return spi === null ? ends : `${ends} 0x${spi.value.toString(16)}`;
}

const options = { encryption: '-E', authentication: '-A', compression: '-C' };

function algorithm({ value: { use, name, key } }: Ranged<SaAlgorithm>): string {
  const text = key === null || key.length === 0 ? '' : ` 0x${toHex(key, 0, key.length)}`;
  return `${options[use]} ${name.value}${text}`;
}
