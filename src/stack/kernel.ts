/** The kernel's own routines around the forwarder. */
import { icmp6_error } from './inet6/icmp6Error';
import { icmp6_redirect_output } from './inet6/icmp6Redirect';
import { ip6_output } from './inet6/ip6Output';
import { nd6_output } from './inet6/nd6Output';
import { ipsec6_hdrsiz } from './ipsec/hdrsiz';
import { ipsec6_output_tunnel } from './ipsec/outputTunnel';
import { pfil_run_hooks } from './net/pfil';
import type { Surroundings } from './surroundings';

export const kernel: Surroundings = {
  icmp6_error,
  icmp6_redirect_output,
  nd6_output,
  pfil_run_hooks,
  ip6_output,
  ipsec6_output_tunnel,
  ipsec6_hdrsiz,
};
