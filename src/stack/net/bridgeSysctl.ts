/** The settings of bridges (`net.link.bridge.*`): what each does and what it is unless changed. */
import { type SysctlVariable, variablesOf } from '../sysctlVariable';

/** The settings that bridges read, by the last words of their names, as they are unless changed. */
export function newBridgeSysctl() {
  return { pfil_onlyip: 1, pfil_bridge: 1, pfil_member: 1 };
}
export type BridgeSysctl = ReturnType<typeof newBridgeSysctl>;

const variable = variablesOf(newBridgeSysctl(), host => host.bridgeSysctl);

/** The settings by their names. */
export const bridgeSysctls: Readonly<Record<string, SysctlVariable>> = {
  'net.link.bridge.pfil_onlyip': variable(
    'pfil_onlyip',
    '1: while a filter is attached, bridges drop what carries neither IP nor ARP; 0: it crosses unfiltered.',
  ),
  'net.link.bridge.pfil_bridge': variable(
    'pfil_bridge',
    '1: filters see bridged packets on the bridge; 0: they do not.',
  ),
  'net.link.bridge.pfil_member': variable(
    'pfil_member',
    '1: filters see bridged packets on the members by which they come in and leave; 0: they do not.',
  ),
};
