/**
 * One command of a `.stack` file on a host, through the stack's own functions. Everything made bears the
 * command's place as `origin`.
 */
import { errnoText } from '../errno';
import type { FaultCommand, MachineCommand, SysctlCommand } from '../nodes';
import { applyArp } from './arp';
import { applyAssociation, applyFlush, applyRemoval } from './association';
import { applyDivert } from './divert';
import { applyIfconfig } from './ifconfig';
import { applyIpfw, applyRule, applySet, applyTable, ipfwLines } from './ipfw';
import { applyMld } from './mld';
import { applyNdp } from './ndp';
import { applyPolicy } from './policy';
import { applyRoute } from './route';
import { type Host, interfaceNamed, type Refusal, type StackApi } from './scope';
import { applyCapture } from './tap';

interface ApplyOptions {
  /** The frames that a fault's filter selects; without it a fault with a filter hits every frame. */
  framesOf?(filter: string): readonly number[] | null;
}

/**
 * Applies a command: null when done, or a sentence that says why the machine refuses it. `stack` is the build
 * that the host was made by. Kept without effect: the parameters that `checkStack` gives notice of.
 */
export function applyCommand(
  stack: StackApi,
  host: Host,
  command: MachineCommand,
  options: ApplyOptions = {},
): Refusal {
  switch (command.kind) {
    case 'ifconfig':
      return applyIfconfig(stack, host, command);
    case 'route':
      return applyRoute(stack, host, command);
    case 'ndp':
      return applyNdp(stack, host, command);
    case 'sysctl':
      return applySysctl(stack, host, command);
    case 'spdadd':
    case 'spddelete':
      return applyPolicy(stack, host, command);
    case 'spdflush':
      stack.key_spdflush(host);
      return null;
    case 'ipfw-add':
      return applyRule(stack, host, command);
    case 'ipfw-delete':
    case 'ipfw-zero':
    case 'ipfw-flush':
      return applyIpfw(stack, host, command);
    case 'divert':
      return applyDivert(stack, host, command);
    case 'ipfw-show':
      for (const line of ipfwLines(stack, host, command)) host.io.console?.(line);
      return null;
    case 'ipfw-table':
      return applyTable(stack, host, command);
    case 'ipfw-set':
      applySet(stack, host, command);
      return null;
    case 'mld':
      return applyMld(stack, host, command);
    case 'listen':
      if (command.ports.length === 0) stack.udp_listenNone(host);
      for (const port of command.ports) stack.udp_listen(host, port.value, command.origin);
      return null;
    case 'rtsol': {
      const ifp = interfaceNamed(stack, host, command.interface.value);
      if (typeof ifp === 'string') return ifp;
      stack.rtsol_start(host, ifp);
      return null;
    }
    case 'capture':
      return applyCapture(stack, host, command);
    case 'fault':
      return applyFault(stack, host, command, options);
    case 'add':
      return applyAssociation(stack, host, command);
    case 'get':
    case 'delete':
    case 'deleteall':
      return applyRemoval(stack, host, command);
    case 'flush':
      applyFlush(stack, host, command);
      return null;
    case 'arp':
      return applyArp(stack, host, command);
  }
}

function applySysctl(stack: StackApi, host: Host, command: SysctlCommand): Refusal {
  for (const { name, value } of command.settings) {
    const errno = stack.sysctl_set(host, name.value, value.value);
    if (errno !== 0) return `${name.value}=${value.value} is refused: ${errnoText(errno)}.`;
  }
  return null;
}

function applyFault(stack: StackApi, host: Host, command: FaultCommand, options: ApplyOptions): Refusal {
  if (command.errno === null) {
    stack.fault_clear(host, command.function?.value);
    return null;
  }
  stack.fault_add(host, {
    function: command.function?.value ?? '',
    errno: command.errno.value.number,
    after: command.after,
    times: command.times,
    frames: command.filter === null ? null : (options.framesOf?.(command.filter.value) ?? null),
    origin: command.origin,
  });
  return null;
}
