/** What the counters of IPsec mean (netinet6/ipsec.h). */
import type { Ipsec6stat } from '../stats';

export const ipsec6statWords: Readonly<Record<keyof Ipsec6stat, string>> = {
  in_success: 'Packets taken out of ESP or AH.',
  in_polvio: 'Packets that came in with less protection than a policy asks for.',
  in_nosa: 'Packets in ESP or AH of an association that there is not.',
  in_badspi:
    'Packets in ESP or AH of an association that is not in use. Counted nowhere: none such is found.',
  in_inval: 'Packets in ESP or AH that are damaged, or whose association cannot be used.',
  in_nomem: 'Packets dropped for want of memory. Counted nowhere: none is wanting.',
  in_espreplay: 'Packets in ESP that came before or are too old: replays.',
  in_ahreplay: 'Packets in AH that came before or are too old: replays.',
  in_espauthsucc: 'Packets in ESP with the right check value.',
  in_espauthfail: 'Packets in ESP with a wrong check value.',
  in_ahauthsucc: 'Packets in AH with the right check value.',
  in_ahauthfail: 'Packets in AH with a wrong check value.',
  out_success: 'Packets put into ESP or AH.',
  out_polvio: 'Packets that a policy did not let out.',
  out_nosa: 'Packets for which the association that a policy wants is missing.',
  out_inval: 'Packets that could not be put into ESP or AH, or whose policy cannot be carried out.',
  out_nomem: 'Packets for which there was no buffer for an outer header.',
  out_noroute: 'Packets without a route to the end of their tunnel.',
};
