/** The settings of `ipfw` (`net.inet.ip.fw.*`): what each does and what it is unless changed. */
import { type SysctlVariable, variablesOf } from '../../sysctlVariable';
import { attachFilters } from './chain';

/** The settings by the last words of their names, as they are unless changed. */
export function newIpfwSysctl() {
  return { enable: 1, one_pass: 1, autoinc_step: 100, verbose: 0, debug: 0, verbose_limit: 0 };
}
export type IpfwSysctl = ReturnType<typeof newIpfwSysctl>;

const variable = variablesOf(newIpfwSysctl(), host => host.ipfwSysctl);

/** The settings by their names. */
export const ipfwSysctls: Readonly<Record<string, SysctlVariable>> = {
  'net.inet.ip.fw.enable': {
    ...variable('enable', '1: packets of both families are held against the rules of ipfw; 0: they are not.'),
    set: (host, value) => {
      host.ipfwSysctl.enable = value;
      attachFilters(host);
    },
  },
  'net.inet.ip.fw.one_pass': variable(
    'one_pass',
    '1: a packet that returns from a pipe is accepted. Without effect: pipes are not simulated, and divert sockets do not ask.',
  ),
  'net.inet.ip.fw.autoinc_step': variable(
    'autoinc_step',
    'Between the last rule and one that is added without a number.',
    1,
    1000,
  ),
  'net.inet.ip.fw.verbose': variable('verbose', '1: ipfw writes log lines. Without effect.'),
  'net.inet.ip.fw.debug': variable('debug', '1: ipfw writes debug lines. Without effect.'),
  'net.inet.ip.fw.verbose_limit': variable('verbose_limit', 'Log lines of a rule at most. Without effect.'),
};
