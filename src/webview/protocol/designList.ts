/** How the list is before the user has changed anything. */
import type { ListSettings } from './messages';

/** The design's own columns and times. */
export const designList: ListSettings = { columns: null, widths: {}, time: 'relative', history: [] };
