/** The kernel file that the forwarder mirrors. */
import { mirrored } from '../../trace';

export const lines = mirrored('freebsd-ip6_forward.c');
