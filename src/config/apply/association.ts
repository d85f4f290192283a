/** Associations of `setkey` on a host. */
import { errnoText } from '../errno';
import type { SaAlgorithm, SaCommand, SaFlushCommand, SaProtocol, SaRemoveCommand } from '../nodes';
import { embedded, type Host, type Refusal, type StackApi } from './scope';

const protocolNumbers: Readonly<Record<SaProtocol, number>> = { esp: 50, ah: 51, ipcomp: 108 };

/** `add` */
export function applyAssociation(stack: StackApi, host: Host, command: SaCommand): Refusal {
  const ends = endsOf(stack, host, command);
  if (typeof ends === 'string') return ends;
  const errno = stack.key_add(host, {
    ...ends,
    spi: command.spi.value,
    mode: modeValue(stack, command.mode),
    reqid: command.reqid,
    enc: algorithm(command, 'encryption'),
    auth: algorithm(command, 'authentication'),
    padding: paddingOf(command),
    cyclic: !command.padding.includes('nocyclic-seq'),
    soft: command.soft,
    hard: command.hard,
    wsize: command.replay,
    origin: command.origin,
  });
  return errno === 0 ? null : `The association is refused: ${errnoText(errno)}.`;
}

/** `get`, `delete` and `deleteall` */
export function applyRemoval(stack: StackApi, host: Host, command: SaRemoveCommand): Refusal {
  const ends = endsOf(stack, host, command);
  if (typeof ends === 'string') return ends;
  if (command.spi === null) {
    stack.key_delete_all(host, ends);
    return null;
  }
  const one = { ...ends, spi: command.spi.value };
  const errno = command.kind === 'get' ? stack.key_get(host, one) : stack.key_delete(host, one);
  return errno === 0 ? null : 'There is no association with these ends, protocol and SPI.';
}

/** `flush` */
export function applyFlush(stack: StackApi, host: Host, { protocol }: SaFlushCommand): void {
  stack.key_flush(host, protocol === null ? null : protocolNumbers[protocol.value]);
}

function endsOf(stack: StackApi, host: Host, command: SaCommand | SaRemoveCommand) {
  const src = embedded(stack, host, command.src.value);
  const dst = embedded(stack, host, command.dst.value);
  if (typeof src === 'string') return src;
  if (typeof dst === 'string') return dst;
  return { src, dst, proto: protocolNumbers[command.protocol.value] };
}

function modeValue(stack: StackApi, mode: SaCommand['mode']): number {
  if (mode === 'tunnel') return stack.IPSEC_MODE_TUNNEL;
  return mode === 'transport' ? stack.IPSEC_MODE_TRANSPORT : stack.IPSEC_MODE_ANY;
}

function algorithm({ algorithms }: SaCommand, use: SaAlgorithm['use']) {
  const found = algorithms.find(({ value }) => value.use === use)?.value;
  return found === undefined || found.key === null ? null : { name: found.name.value, key: found.key };
}

/** The padding named last. */
function paddingOf({ padding }: SaCommand) {
  const named = padding.filter(word => word !== 'nocyclic-seq').at(-1);
  return named === 'zero-pad' || named === 'random-pad' ? named : 'seq-pad';
}
