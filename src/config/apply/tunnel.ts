/**
 * What `ifconfig etheripN …` asks of a tunnel. The checks of a file ask a machine of their own the same, so
 * that both refuse alike.
 */
import { errnoText } from '../errno';
import type { Address, InterfaceParameter } from '../nodes';
import type { Refusal, StackApi } from './scope';

type Tunnel = NonNullable<ReturnType<StackApi['etheripOf']>>;
type Host = Parameters<StackApi['etheripOf']>[0];

/** True for a parameter that an EtherIP interface takes in its own way. */
export function isTunnelParameter(parameter: InterfaceParameter): boolean {
  if (parameter.name === 'tunnel') return true;
  if (parameter.name === 'number') return parameter.of === 'tunneldomain';
  return parameter.name === 'flag' && tunnelFlags.has(parameter.flag);
}

const tunnelFlags: ReadonlySet<string> = new Set([
  'up',
  'down',
  'deletetunnel',
  '-tunnel',
  'destroy',
  'unplumb',
]);

/** Applies such a parameter: null, or why it is refused. */
export function applyTunnel(stack: StackApi, host: Host, sc: Tunnel, parameter: InterfaceParameter): Refusal {
  if (parameter.name === 'tunnel') {
    const src = endOf(stack, host, parameter.src.value);
    const dst = endOf(stack, host, parameter.dst.value);
    const { error } = stack.etherip_ioctl(host, sc, {
      cmd: 'SIOCSLIFPHYADDR',
      src,
      dst,
      root: stack.suser(host),
    });
    return refusal(
      error,
      error === stack.EPERM ? 'The ends are refused' : 'Another tunnel has these two ends',
    );
  }
  if (parameter.name === 'number') {
    const rdomain = parameter.value.value;
    const { error } = stack.etherip_ioctl(host, sc, {
      cmd: 'SIOCSLIFPHYRTABLE',
      rdomain,
      root: stack.suser(host),
    });
    return refusal(
      error,
      error === stack.EPERM ? 'The routing table is refused' : `There is no routing table ${rdomain}`,
    );
  }
  return parameter.name === 'flag' ? applyFlag(stack, host, sc, parameter.flag) : null;
}

function refusal(error: number, what: string): Refusal {
  return error === 0 ? null : `${what}: ${errnoText(error)}.`;
}

function applyFlag(stack: StackApi, host: Host, sc: Tunnel, flag: string): Refusal {
  switch (flag) {
    case 'up':
    case 'down':
      stack.if_setflags(host, sc.ifp, flag === 'up' ? stack.IFF_UP : 0, flag === 'up' ? 0 : stack.IFF_UP);
      stack.etherip_ioctl(host, sc, { cmd: 'SIOCSIFFLAGS' });
      return null;
    case 'destroy':
    case 'unplumb':
      stack.if_purge(host, sc.ifp);
      stack.etherip_clone_destroy(host, sc.ifp);
      return null;
    default: {
      const { error } = stack.etherip_ioctl(host, sc, { cmd: 'SIOCDIFPHYADDR', root: stack.suser(host) });
      return refusal(error, 'The ends stay');
    }
  }
}

function endOf(stack: StackApi, host: Host, address: Address): ReturnType<StackApi['sockaddr']> {
  if (address.family === 'inet') return stack.sockaddr(stack.AF_INET, stack.SOCKADDR_IN_LEN, address.bytes);
  const scope = address.zone === null ? 0 : (stack.ifunit(host, address.zone)?.index ?? 0);
  return stack.sockaddr(stack.AF_INET6, stack.SOCKADDR_IN6_LEN, address.bytes, scope);
}
