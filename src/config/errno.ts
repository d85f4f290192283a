/** Error numbers in the words of strerror(3), as the administrator's commands print them. */
import { errnoNumbers } from '#stack/running';

const texts: Readonly<Record<string, string>> = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  EIO: 'Input/output error',
  ENXIO: 'Device not configured',
  ENOMEM: 'Cannot allocate memory',
  EACCES: 'Permission denied',
  EBUSY: 'Device busy',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EINVAL: 'Invalid argument',
  ENOSPC: 'No space left on device',
  EMSGSIZE: 'Message too long',
  ENOPROTOOPT: 'Protocol not available',
  EOPNOTSUPP: 'Operation not supported',
  EAFNOSUPPORT: 'Address family not supported by protocol family',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: "Can't assign requested address",
  ENETDOWN: 'Network is down',
  ENETUNREACH: 'Network is unreachable',
  ENOBUFS: 'No buffer space available',
  ENOTCONN: 'Socket is not connected',
  EHOSTDOWN: 'Host is down',
  EHOSTUNREACH: 'No route to host',
};
const byNumber = new Map(Object.entries(errnoNumbers).map(([name, number]) => [number, texts[name] ?? name]));

/** Every name that a `fault` line may use. */
export const errnoNames: readonly string[] = Object.keys(errnoNumbers);

/** The number of a name such as `ENOBUFS`, or null. */
export function errnoNumber(name: string): number | null {
  return Object.hasOwn(errnoNumbers, name) ? errnoNumbers[name] : null;
}

/** What strerror(3) says of a number. */
export function errnoText(number: number): string {
  return byNumber.get(number) ?? `Unknown error: ${number}`;
}
