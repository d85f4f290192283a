/** The kernel's own routines around the forwarder. */
import { ip_input } from './inet/ipInput';
import { ip_output_options } from './inet/ipInsertOptions';
import { icmp6_error } from './inet6/icmp6Error';
import { icmp6_redirect_output } from './inet6/icmp6Redirect';
import { ip6_output, ip6_output_multicast } from './inet6/ip6Output';
import { nd6_output } from './inet6/nd6Output';
import { ipsec6_hdrsiz } from './ipsec/hdrsiz';
import { ipsec6_output_tunnel } from './ipsec/outputTunnel';
import { bpf_mtap, bpf_tap } from './net/bpf';
import { ether_ioctl } from './net/etherIoctl';
import { if_addrhead } from './net/ifAddrhead';
import { if_ioctl } from './net/ifIoctl';
import { if_input } from './net/link';
import { pfil_run_hooks } from './net/pfil';
import { ip_randomid, ip_send, ip6_send } from './net/sendq';
import { random } from './random';
import type { Surroundings } from './surroundings';

export const kernel: Surroundings = {
  icmp6_error,
  icmp6_redirect_output,
  nd6_output,
  pfil_run_hooks,
  ip6_output,
  ip6_output_multicast,
  if_ioctl,
  arc4random: random,
  ipsec6_output_tunnel,
  ipsec6_hdrsiz,
  ip_send,
  ip6_send,
  ip_randomid,
  if_input,
  bpf_mtap,
  bpf_tap,
  // Nothing here has processes or service classes.
  pktap_fill_proc_info: () => null,
  so_svc2tc: () => 0,
  ether_ioctl,
  ip_input,
  ip_output: ip_output_options,
  if_addrhead,
};
