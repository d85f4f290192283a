/** Checks of `sysctl` lines. */
import { sysctls } from '#stack/running';
import type { SysctlCommand } from '../nodes';
import type { Checker } from './checker';

/** Settings of the kernel that have no effect here, and what has. */
const notSimulated: Readonly<Record<string, string>> = {
  'net.link.bridge.ipfw':
    'net.link.bridge.pfil_member or net.link.bridge.pfil_bridge, by which ipfw sees the packets that bridges carry',
  'net.link.bridge.ipfw_arp': 'nothing: ARP crosses bridges without being held against rules',
  'net.link.ether.ipfw': 'rules on packets of IPv4 and IPv6, which see no link headers',
};

export function checkSysctl({ report, model }: Checker, command: SysctlCommand): void {
  for (const { name, value } of command.settings) {
    const found = Object.hasOwn(sysctls, name.value) ? sysctls[name.value] : undefined;
    if (Object.hasOwn(notSimulated, name.value)) {
      report.error('not-simulated', name, `${name.value} is not simulated.`, notSimulated[name.value]);
    } else if (found === undefined) {
      report.unknown(
        'unknown-sysctl',
        name,
        'There is no setting {}.',
        Object.keys(sysctls),
        'a name such as net.inet6.ip6.forwarding',
      );
    } else if (found.readonly) {
      report.error('read-only-sysctl', name, `${name.value} can only be read.`, 'another setting');
    } else if (value.value < found.min || value.value > found.max) {
      report.error(
        'out-of-range',
        value,
        `${value.value} is out of range for ${name.value}.`,
        `a number from ${found.min} to ${found.max}`,
      );
    } else if (name.value === 'net.inet.ip.fw.autoinc_step') model.autoincStep = value.value;
  }
}
