/** The kernel file that Multicast Listener Discovery mirrors. */
import { mirrored } from '../../trace';

export const lines = mirrored('netbsd-mld6.c');
