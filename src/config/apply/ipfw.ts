/** `ipfw` on a host. */
import { errnoText } from '../errno';
import type { IpfwAddCommand, IpfwCommand, RuleAddress } from '../nodes';
import type { Host, Refusal, StackApi } from './scope';

export function applyRule(stack: StackApi, host: Host, command: IpfwAddCommand): Refusal {
  // IPv4 rules never meet an IPv6 packet.
  if (command.protocol.value.family === 'inet') return null;
  const number = command.number?.value ?? nextNumber(stack, host);
  // A list of addresses is as many rules of one number: the first that matches decides.
  for (const src of command.src) {
    for (const dst of command.dst) {
      if (isIpv4(src.value) || isIpv4(dst.value)) continue;
      const errno = stack.ipfw_add(host, {
        number,
        action: command.action,
        proto: command.protocol.value.number,
        src: match(src.value),
        dst: match(dst.value),
        direction: command.direction,
        recv: command.recv?.value ?? null,
        xmit: command.xmit?.value ?? null,
        via: command.via?.value ?? null,
        origin: command.origin,
      });
      if (errno !== 0) return `Rule ${number} is refused: ${errnoText(errno)}.`;
    }
  }
  return null;
}

const isIpv4 = (address: RuleAddress): boolean => address.prefix?.family === 'inet';

function match(address: RuleAddress) {
  const { prefix, not, kind } = address;
  return { not, kind, addr: prefix?.bytes ?? null, prefixlen: prefix?.prefixlen ?? 0 };
}

function nextNumber(stack: StackApi, host: Host): number {
  const last = host.ipfw.reduce(
    (most, rule) => (rule.number < 65535 ? Math.max(most, rule.number) : most),
    0,
  );
  return Math.min(last + (stack.sysctl_get(host, 'net.inet.ip.fw.autoinc_step') ?? 100), 65534);
}

export function applyIpfw(stack: StackApi, host: Host, command: IpfwCommand): Refusal {
  if (command.kind === 'ipfw-flush') {
    stack.ipfw_flush(host);
    return null;
  }
  const numbers = new Set(command.numbers.map(number => number.value));
  if (command.kind === 'ipfw-zero') {
    for (const rule of host.ipfw) {
      if (numbers.size > 0 && !numbers.has(rule.number)) continue;
      rule.packets = 0;
      rule.bytes = 0;
    }
    return null;
  }
  for (const number of numbers) {
    if (stack.ipfw_delete(host, number) !== 0) return `There is no rule ${number}.`;
  }
  return null;
}
