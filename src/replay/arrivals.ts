/** On which of the host's interfaces the frames of a capture arrive. */
import type { Capture } from '../capture/capture';
import type { Origin } from '../stack/trace';
import { linkTypeName } from '../wire/linktype';
import { ReplayError } from './error';
import type { Face } from './faces';
import { canReceive } from './frame';

/** What the `.stack` file or the command line says about a capture's interfaces. */
export interface Placement {
  /** The interface on which all its frames arrive, null when not said. */
  readonly on: string | null;
  /** From names of interfaces in the capture to interfaces of the host. */
  readonly map: ReadonlyMap<string, string>;
  /** How errors name the place: `router.stack:12`, or the capture as given. */
  readonly where: string;
  /** The `replay` line that says it; absent when no line does. */
  readonly origin?: Origin;
}

/** A capture with its name as given and what is said about its interfaces. */
export interface Input {
  readonly name: string;
  readonly capture: Capture;
  readonly placement: Placement;
}

/**
 * Names of the host's interfaces for each of a capture's, null for one that no frame came in on and that
 * no rule maps. Throws ReplayError when a frame has nowhere to arrive, or arrives on what no host can
 * receive.
 *
 * @param name of the capture, for errors
 * @param interfaces names of the host's interfaces but loopback
 * @param known names of all the host's interfaces
 */
export function placeInterfaces(
  faces: readonly Face[],
  name: string,
  placement: Placement,
  interfaces: readonly string[],
  known: readonly string[],
): (string | null)[] {
  const at = placement.where.startsWith(name) ? '' : `${placement.where}: `;
  for (const wanted of [...placement.map.values(), ...(placement.on === null ? [] : [placement.on])]) {
    if (!known.includes(wanted)) {
      throw new ReplayError(
        `${placement.where}: there is no interface ${wanted}; the machine has ${listed(known)}.`,
      );
    }
  }
  for (const unmatched of placement.map.keys()) {
    if (!faces.some(face => face.name === unmatched)) {
      const names = faces.map(face => face.name).filter(face => face !== '');
      const has = names.length > 0 ? `it has ${listed(names)}` : 'its interfaces bear no names';
      throw new ReplayError(
        `${at}${name} has no interface ${unmatched}; ${has}, so write "on IF" or another name.`,
      );
    }
  }
  return faces.map(face => {
    if (face.used && !canReceive(face.linkType)) {
      throw new ReplayError(
        `${at}${at === '' ? 'F' : 'f'}rames of ${linkTypeName(face.linkType)} in ${name} cannot arrive at a host; capture on Ethernet, loopback, PPP, raw IP, Linux cooked or PKTAP.`,
      );
    }
    const chosen = placement.on ?? placement.map.get(face.name) ?? null;
    if (chosen !== null) return chosen;
    if (known.includes(face.name)) return face.name;
    if (interfaces.length === 1) return interfaces[0];
    if (!face.used) return null;
    const which = face.name === '' ? 'its frames' : `frames of its interface ${face.name}`;
    const hint =
      interfaces.length === 0
        ? 'the machine has none, so add one by a line such as ifconfig em0 inet6 2001:db8:1::1/64 up'
        : `say which of ${listed(interfaces, 'or')}, after an @ on the command line or by ${
            face.name === '' ? '"on IF"' : `(${face.name} = IF)`
          } on a replay line`;
    throw new ReplayError(`${at}${name} does not tell on which interface ${which} arrive; ${hint}.`);
  });
}

/** `a, b and c`. */
export function listed(names: readonly string[], conjunction = 'and'): string {
  if (names.length === 0) return 'none';
  if (names.length === 1) return names[0];
  return `${names.slice(0, -1).join(', ')} ${conjunction} ${names[names.length - 1]}`;
}
