/**
 * What reading one option came to: a number of these, or the offset in the header of what is wrong with it.
 */
export type OptionResult = number;
export const OK = 0;
/** The packet goes where the option says. */
export const FORWARD_BY_OPTION = -1;
/** The packet is gone, and nobody is told. */
export const SILENT = -2;
/** The packet is gone, and its sender is told that its route failed, or that there is no way. */
export const UNREACHABLE_ROUTE = -3;
export const UNREACHABLE_HOST = -4;
