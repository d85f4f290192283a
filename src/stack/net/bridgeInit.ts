/** Bridges come, go, start and stop: `ifconfig bridge0 create`, `destroy`, `up`, `down` (net/if_bridge.c). */
import type { Host } from '../host';
import type { Origin } from '../trace';
import { bridge_delete_member } from './bridgeIoctl';
import { bridge_rtflush } from './bridgeRtable';
import { type BridgeSoftc, newBridgeSoftc } from './bridgeVar';
import { IFF_RUNNING, IFF_UP, type Ifnet, if_attach, if_detach } from './if';
import { timer_stop } from './timer';

/** Makes `bridge<unit>`, down and without members. Throws `RangeError` when there is one of this name. */
export function bridge_clone_create(host: Host, unit: number, origin: Origin | null = null): Ifnet {
  const ifp = if_attach(host, { name: `bridge${unit}`, origin });
  ifp.if_bridge = newBridgeSoftc(ifp);
  return ifp;
}

/** Removes a bridge; its members are ordinary interfaces again. Its addresses must have gone before. */
export function bridge_clone_destroy(host: Host, sc: BridgeSoftc): void {
  bridge_stop(host, sc);
  while (sc.sc_iflist.length > 0) bridge_delete_member(sc, sc.sc_iflist[0]);
  if_detach(host, sc.sc_ifp);
}

/** The flags of a bridge were changed (bridge_ioctl, SIOCSIFFLAGS): it starts or stops. */
export function bridge_setflags(host: Host, sc: BridgeSoftc): void {
  const up = (sc.sc_ifp.flags & IFF_UP) !== 0;
  const running = (sc.sc_ifp.flags & IFF_RUNNING) !== 0;
  if (up && !running) bridge_init(host, sc);
  else if (!up && running) bridge_stop(host, sc);
}

function bridge_init(host: Host, sc: BridgeSoftc): void {
  sc.sc_ifp.flags |= IFF_RUNNING;
  sc.sc_started = host.now;
}

/** What was learned is forgotten; what was given by hand stays. */
function bridge_stop(host: Host, sc: BridgeSoftc): void {
  timer_stop(host, sc.sc_brcallout);
  sc.sc_brcallout = null;
  bridge_rtflush(sc, false);
  sc.sc_ifp.flags &= ~IFF_RUNNING;
}
