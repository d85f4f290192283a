/** The kernel's own routines around the forwarder. */
import { ipsec6_output_tunnel } from './ipsec/outputTunnel';
import { emit } from './net/emit';
import type { Surroundings } from './surroundings';

export const kernel: Surroundings = {
  icmp6_error() {},
  icmp6_redirect_output() {},
  nd6_output(host, ifp, _origifp, m, dst) {
    emit(host, ifp, m, dst);
    return 0;
  },
  pfil_run_hooks: () => 0,
  ip6_output: () => 0,
  ipsec6_output_tunnel,
};
