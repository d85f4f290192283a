/** The kernel file that the IP tap mirrors. */
import { mirrored } from '../trace';

export const lines = mirrored('xnu-iptap.c');
