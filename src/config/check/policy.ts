/** Checks of `setkey` lines about policies. */
import type { SpdCommand } from '../nodes';
import type { Checker } from './checker';
import { selectorKey } from './model';

/** Policies of a machine: each is compared with each that is added, as in the kernel. */
const POLICIES_MAX = 20_000;

export function checkPolicy({ model, report, kernel }: Checker, command: SpdCommand): void {
  const src = command.src.value;
  const dst = command.dst.value;
  if (src.family === 'inet') {
    report.information(command, 'IPv4 is not simulated yet: the policy is kept without effect.');
    return;
  }
  const { protocol, type, code } = command.upper.value;
  const key = selectorKey(
    src,
    type === 0 ? src.port : type,
    dst,
    code === 0 ? dst.port : code,
    protocol,
    command.direction,
  );
  if (command.kind === 'spddelete') {
    if (!model.policies.delete(key)) {
      report.error(
        'policy-missing',
        command,
        'There is no policy of exactly this selector here.',
        'source, destination, protocol and direction of a line before',
      );
    }
    return;
  }
  if (model.policies.has(key)) {
    report.error(
      'policy-exists',
      command,
      'There is a policy of exactly this selector already: File exists.',
      'another selector',
    );
  }
  if (model.policies.size >= POLICIES_MAX) {
    report.error('out-of-range', command, 'This is one policy too many.', `${POLICIES_MAX} policies at most`);
    return;
  }
  model.policies.add(key);
  if (!kernel.ipsec)
    report.warning(
      'contradiction',
      command,
      'The kernel has no IPsec (nooptions IPSEC): no policy is ever looked at.',
    );
  for (const end of [command.src, command.dst]) {
    if (end.value.port !== 0 && protocol !== 58) {
      report.warning(
        'contradiction',
        end,
        'Ports are not looked at when packets are forwarded: no forwarded packet matches this.',
      );
    }
  }
}
