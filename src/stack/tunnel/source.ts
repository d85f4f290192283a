/** The kernel file that EtherIP mirrors. */
import { mirrored } from '../trace';

export const lines = mirrored('openbsd-if_etherip.c');
