/** Tunnel processing of outgoing packets (ipsec6_output_tunnel in netinet6/ipsec.c). */
import { EOPNOTSUPP } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { IpsecOutputState } from '../surroundings';
import { decide, decision } from '../trace';
import { IPSEC_MODE_TUNNEL, type Secpolicy } from './policy';

const transform = decision('ipsec6_output_tunnel.transform', {
  question: 'Can the transforms of the policy be applied?',
  outcomes: {
    nothing: 'There is nothing to apply: no request is in tunnel mode.',
    failed: 'No: a fault makes tunnel processing fail.',
    unbuilt: 'No: the ESP and AH transforms are not built yet.',
  },
  reference: 'RFC 4301 5.1; ipsec6_output_tunnel (netinet6/ipsec.c)',
});

/** No packet that needs a transform gets further: 0 when no request of the policy is in tunnel mode, else an error number. */
export function ipsec6_output_tunnel(host: Host, state: IpsecOutputState, sp: Secpolicy): number {
  const error = fault(host, 'ipsec6_output_tunnel', state.m);
  const tunnel = sp.req.some(isr => isr.mode === IPSEC_MODE_TUNNEL);
  const outcome = error !== 0 ? transform.failed : tunnel ? transform.unbuilt : transform.nothing;
  const taken = decide(host, transform, outcome, RECORDING && { error });
  if (taken === transform.nothing) return 0;
  return error !== 0 ? error : EOPNOTSUPP;
}
