/** `ipfw` on a host. */
import type { IpfwAddCommand, IpfwCommand } from '../nodes';
import type { Host, Refusal, StackApi } from './scope';

export function applyRule(_stack: StackApi, _host: Host, _command: IpfwAddCommand): Refusal {
  return 'Rules are not simulated yet.';
}

export function applyIpfw(_stack: StackApi, _host: Host, _command: IpfwCommand): Refusal {
  return 'Rules are not simulated yet.';
}
