/** `ifconfig iptapN …` and `capture …` on a host. */
import { errnoText } from '../errno';
import type { CaptureCommand, CaptureType, InterfaceParameter } from '../nodes';
import { type Host, type Ifnet, interfaceNamed, type Refusal, type StackApi } from './scope';

/** Applies a parameter to a tap: it comes and goes, and takes nothing else. */
export function applyTap(stack: StackApi, host: Host, ifp: Ifnet, parameter: InterfaceParameter): Refusal {
  const flag = parameter.name === 'flag' ? parameter.flag : null;
  if (flag === 'create' || flag === 'plumb') return null;
  if (flag === 'destroy' || flag === 'unplumb') {
    stack.iptap_clone_destroy(host, ifp);
    return null;
  }
  const { error } = stack.iptap_ioctl(host, ifp, { request: 'other', cmd: 0, len: 0, root: true });
  return `${ifp.name} takes nothing but create and destroy: ${errnoText(error)}.`;
}

/** Begins or ends a capture: null, or why it is refused. */
export function applyCapture(stack: StackApi, host: Host, command: CaptureCommand): Refusal {
  const ifp = interfaceNamed(stack, host, command.interface.value);
  if (typeof ifp === 'string') return ifp;
  if (command.action === 'stop') {
    stack.bpf_close(host, ifp);
    return null;
  }
  const reader = { file: command.file.value, origin: command.origin };
  const errno = stack.bpf_open(host, ifp, dltOf(stack, command.type.value), reader);
  return errno === 0 ? null : `${command.type.value} cannot be captured on ${ifp.name}: ${errnoText(errno)}.`;
}

function dltOf(stack: StackApi, type: CaptureType): number {
  const { DLT_RAW, DLT_PKTAP, DLT_EN10MB, DLT_NULL, DLT_LOOP } = stack;
  return { raw: DLT_RAW, pktap: DLT_PKTAP, en10mb: DLT_EN10MB, null: DLT_NULL, loop: DLT_LOOP }[type];
}
