/** The router alert that goes with every message (mld_init). */
import type { Host } from '../../host';
import { decide, decision } from '../../trace';
import { IP6OPT_PADN, IP6OPT_ROUTER_ALERT } from '../ip6Options';
import { lines } from './source';

/** Value of a router alert that announces Multicast Listener Discovery (RFC 2711 2.1). */
const IP6OPT_RTALERT_MLD = 0;

const template = decision('mld_init.option-template', {
  kind: 'S',
  question: 'What does the hop-by-hop header of every MLD message hold?',
  outcomes: { built: 'Two bytes of padding, then a router alert of value {value}.' },
  kernel: lines(171, 190),
  reference: 'RFC 2710 3; RFC 2711 2.1',
});

/**
 * Lays out the hop-by-hop header once, when the machine starts. The padding stands before the alert; the next
 * header is filled in on output.
 */
export function mld_init(host: Host): void {
  host.mld_hbh.set([0, 0, IP6OPT_PADN, 0, IP6OPT_ROUTER_ALERT, 2, 0, IP6OPT_RTALERT_MLD]);
  decide(host, template, template.built, RECORDING && { value: IP6OPT_RTALERT_MLD });
}
