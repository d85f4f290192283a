/** EtherIP interfaces come and go: `ifconfig etherip0 create`, `destroy`. */
import type { Host } from '../host';
import { type Ifnet, if_attach, if_detach, ifunit } from '../net/if';
import { decide, decision, enter, leave, type Origin } from '../trace';
import { type EtheripSoftc, etheripOf, newEtheripSoftc } from './etheripVar';
import { lines } from './source';

/** Ethernet, chosen by itself (IFM_ETHER | IFM_AUTO with IFM_AUTO 0). */
const IFM_ETHER = 0x100;
const IFM_AVALID = 1;
const IFM_ACTIVE = 2;

const created = decision('etherip_clone_create.interface', {
  kind: 'S',
  question: 'What does a new EtherIP interface begin as?',
  outcomes: {
    created: 'As {ifp}: down, without ends, in routing domain 0, tried before the older ones.',
  },
  kernel: lines(97, 127),
  reference: 'etherip_clone_create (net/if_etherip.c); etherip(4)',
});

/**
 * Makes `etherip<unit>` and puts it before the others. Throws `RangeError` when there is one of this name.
 */
export function etherip_clone_create(host: Host, unit: number, origin: Origin | null = null): Ifnet {
  enter(host, 'etherip_clone_create', null);
  const ifp = if_attach(host, { name: `etherip${unit}`, origin });
  host.etherip.unshift(newEtheripSoftc(ifp));
  decide(host, created, created.created, RECORDING && { ifp: ifp.name });
  leave(host);
  return ifp;
}

const destroyed = decision('etherip_clone_destroy.interface', {
  kind: 'S',
  question: 'What becomes of an EtherIP interface that is destroyed?',
  outcomes: { destroyed: 'Its tunnel is forgotten first, then {ifp} itself.' },
  kernel: lines(130, 142),
  reference: 'etherip_clone_destroy (net/if_etherip.c)',
});

/** Removes an EtherIP interface with its tunnel: always 0. */
export function etherip_clone_destroy(host: Host, ifp: Ifnet): number {
  enter(host, 'etherip_clone_destroy', null);
  host.etherip = host.etherip.filter(sc => sc.ifp !== ifp);
  decide(host, destroyed, destroyed.destroyed, RECORDING && { ifp: ifp.name });
  if_detach(host, ifp);
  leave(host);
  return 0;
}

const media = decision('etherip_media_status.report', {
  kind: 'S',
  question: 'What state does the link report?',
  outcomes: { active: 'Active, whether the tunnel has ends or not.' },
  kernel: lines(151, 155),
  reference: 'etherip_media_status (net/if_etherip.c)',
});

/** What SIOCGIFMEDIA answers: the medium and its state. */
export function etherip_media_status(host: Host): { active: number; status: number } {
  decide(host, media, media.active);
  return { active: IFM_ETHER, status: IFM_AVALID | IFM_ACTIVE };
}

/** The tunnel of `etherip<unit>`, or null. */
export function etheripUnit(host: Host, unit: number): EtheripSoftc | null {
  const ifp = ifunit(host, `etherip${unit}`);
  return ifp === null ? null : etheripOf(host, ifp);
}
