/** The kernel file that divert sockets mirror. */
import { mirrored } from '../../trace';

export const lines = mirrored('freebsd-ip_divert.c');
