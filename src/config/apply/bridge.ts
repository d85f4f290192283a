/**
 * What `ifconfig bridgeN …` asks of a bridge. The checks of a file ask a machine of their own the same, so
 * that both refuse alike.
 */
import type { Origin } from '../../stack/trace';
import { errnoText } from '../errno';
import { type InterfaceParameter, type MemberWord, memberWords } from '../nodes';
import { type Host, type Ifnet, interfaceNamed, type Refusal, type StackApi } from './scope';

type Bridge = NonNullable<ReturnType<StackApi['bridgeOf']>>;
type Station = Extract<InterfaceParameter, { name: 'station' }>;

const bridgeFlags: ReadonlySet<string> = new Set(['up', 'down', 'destroy', 'unplumb', 'flush', 'flushall']);
const bridgeNumbers: ReadonlySet<string> = new Set(['mtu', 'maxaddr', 'timeout']);

/** True for a parameter that a bridge takes in its own way. */
export function isBridgeParameter(parameter: InterfaceParameter): boolean {
  if (parameter.name === 'flag') return bridgeFlags.has(parameter.flag);
  if (parameter.name === 'number') return bridgeNumbers.has(parameter.of);
  return isOnlyOfBridges(parameter);
}

/** True for a parameter that nothing but a bridge has. */
export function isOnlyOfBridges(parameter: InterfaceParameter): boolean {
  switch (parameter.name) {
    case 'station':
      return true;
    case 'word':
      return isMemberWord(parameter.of);
    case 'number':
      return parameter.of === 'maxaddr' || parameter.of === 'timeout';
    case 'flag':
      return parameter.flag === 'flush' || parameter.flag === 'flushall';
    default:
      return false;
  }
}

function isMemberWord(word: string): word is MemberWord {
  return (memberWords as readonly string[]).includes(word);
}

/** Applies such a parameter, which stands on the line `origin`: null, or why it is refused. */
export function applyBridge(
  stack: StackApi,
  host: Host,
  sc: Bridge,
  parameter: InterfaceParameter,
  origin: Origin | null,
): Refusal {
  switch (parameter.name) {
    case 'flag':
      applyFlag(stack, host, sc, parameter.flag);
      return null;
    case 'number':
      return applyNumber(stack, host, sc, parameter.of, parameter.value.value);
    case 'word':
      return isMemberWord(parameter.of)
        ? applyMember(stack, host, sc, parameter.of, parameter.value.value)
        : null;
    case 'station':
      return applyStation(stack, host, sc, parameter, origin);
    default:
      return null;
  }
}

function applyFlag(stack: StackApi, host: Host, sc: Bridge, flag: string): void {
  switch (flag) {
    case 'up':
    case 'down':
      stack.if_setflags(host, sc.sc_ifp, flag === 'up' ? stack.IFF_UP : 0, flag === 'up' ? 0 : stack.IFF_UP);
      stack.bridge_setflags(host, sc);
      return;
    case 'destroy':
    case 'unplumb':
      stack.if_purge(host, sc.sc_ifp);
      stack.bridge_clone_destroy(host, sc);
      return;
    default:
      stack.bridge_rtflush(sc, flag === 'flushall');
  }
}

function applyNumber(stack: StackApi, host: Host, sc: Bridge, of: string, value: number): Refusal {
  if (of === 'mtu') return `The MTU of a bridge is that of its first member: ${errnoText(stack.EINVAL)}.`;
  if (of === 'maxaddr') stack.bridge_ioctl_scache(host, sc, value);
  else sc.sc_brttimeout = value;
  return null;
}

function applyMember(stack: StackApi, host: Host, sc: Bridge, word: MemberWord, name: string): Refusal {
  const ifs = interfaceNamed(stack, host, name);
  if (typeof ifs === 'string') return ifs;
  if (word === 'addm') return addMember(stack, sc, ifs);
  if (word === 'deletem') return unlessMember(sc, ifs, stack.bridge_ioctl_del(sc, ifs));
  const flag = word.endsWith('learn') ? stack.IFBIF_LEARNING : stack.IFBIF_DISCOVER;
  const on = !word.startsWith('-');
  return unlessMember(sc, ifs, stack.bridge_ioctl_sifflags(sc, ifs, on ? flag : 0, on ? 0 : flag));
}

function addMember(stack: StackApi, sc: Bridge, ifs: Ifnet): Refusal {
  const has = stack.bridgeOfMember(ifs);
  const errno = stack.bridge_ioctl_add(sc, ifs);
  if (errno === 0) return null;
  return `${whyNot(stack, sc, ifs, has)}: ${errnoText(errno)}.`;
}

/**
 * The reasons in the order in which the kernel has them, those of one error number in the order of their
 * weight.
 */
function whyNot(stack: StackApi, sc: Bridge, ifs: Ifnet, has: Bridge | null): string {
  if (stack.bridgeOf(ifs) !== null) return `${ifs.name} is a bridge, and no bridge is a member of one`;
  if (ifs.type !== stack.IFT_ETHER) return `${ifs.name} carries no Ethernet frames, so no bridge takes it`;
  if (has === null || (sc.sc_iflist.length > 0 && sc.sc_ifp.mtu !== ifs.mtu))
    return `The MTU of ${ifs.name} is ${ifs.mtu}, that of ${sc.sc_ifp.name} is ${sc.sc_ifp.mtu}`;
  return `${ifs.name} is a member of ${has.sc_ifp.name} already`;
}

function unlessMember(sc: Bridge, ifs: Ifnet, errno: number): Refusal {
  return errno === 0 ? null : `${ifs.name} is no member of ${sc.sc_ifp.name}: ${errnoText(errno)}.`;
}

function applyStation(
  stack: StackApi,
  host: Host,
  sc: Bridge,
  { member, value }: Station,
  origin: Origin | null,
): Refusal {
  if (member === null) {
    const errno = stack.bridge_rtdaddr(sc, value.value);
    return errno === 0 ? null : `${sc.sc_ifp.name} knows no station of this address: ${errnoText(errno)}.`;
  }
  const ifs = interfaceNamed(stack, host, member.value);
  if (typeof ifs === 'string') return ifs;
  const errno = stack.bridge_ioctl_saddr(host, sc, ifs, value.value, origin);
  if (errno === stack.ENOSPC)
    return `${sc.sc_ifp.name} remembers ${sc.sc_brtmax} addresses and no more: ${errnoText(errno)}.`;
  return unlessMember(sc, ifs, errno);
}
