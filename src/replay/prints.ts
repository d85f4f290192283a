/** Commands that only print, such as `ipfw show`: what they print of a host as it is. */
import * as running from '#stack/running';
import { ipfwLines } from '../config';
import type { Command, IpfwShowCommand } from '../config/nodes';
import type { Host } from '../stack/host';

/** A command that prints, and the number of the host it is given to. */
export interface Printing {
  readonly command: IpfwShowCommand;
  readonly host: number;
}

/** True for a command that changes nothing and prints. */
export function isPrinting(command: Command): command is IpfwShowCommand {
  return command.kind === 'ipfw-show';
}

/** The lines that a command prints. */
export function printed({ command, host }: Printing, hosts: readonly Host[]): string[] {
  return ipfwLines(running, hosts[host], command);
}
