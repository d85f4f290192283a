/** What is wrong with an IPv4 option. */
import type { Dissection } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { IP } from './fields';

/** Notes that the length of the option at `at` cannot be: `message` says why. */
export function invalid(d: Dissection, at: number, message: string): void {
  expert(d, IP.optLenInvalid, SEVERITY.warn, GROUP.protocol, at, d.currentParent, message);
}

/** Notes that an address or time of the option at `at` reaches beyond it. */
export function tooLong(d: Dissection, at: number): void {
  expert(d, IP.suboptTooLong, SEVERITY.warn, GROUP.protocol, at);
}
