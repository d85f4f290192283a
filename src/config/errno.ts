/** Error numbers of BSD (sys/errno.h): those that the network stack uses, with what strerror(3) says of them. */
const table: Readonly<Record<string, readonly [number: number, text: string]>> = {
  EPERM: [1, 'Operation not permitted'],
  ENOENT: [2, 'No such file or directory'],
  ESRCH: [3, 'No such process'],
  EIO: [5, 'Input/output error'],
  ENXIO: [6, 'Device not configured'],
  ENOMEM: [12, 'Cannot allocate memory'],
  EACCES: [13, 'Permission denied'],
  EBUSY: [16, 'Device busy'],
  EEXIST: [17, 'File exists'],
  EINVAL: [22, 'Invalid argument'],
  EMSGSIZE: [40, 'Message too long'],
  EOPNOTSUPP: [45, 'Operation not supported'],
  EAFNOSUPPORT: [47, 'Address family not supported by protocol family'],
  EADDRINUSE: [48, 'Address already in use'],
  EADDRNOTAVAIL: [49, "Can't assign requested address"],
  ENETDOWN: [50, 'Network is down'],
  ENETUNREACH: [51, 'Network is unreachable'],
  ENOBUFS: [55, 'No buffer space available'],
  EHOSTDOWN: [64, 'Host is down'],
  EHOSTUNREACH: [65, 'No route to host'],
};

/** Every name, for suggestions. */
export const errnoNames: readonly string[] = Object.keys(table);

/** The number of a name such as `ENOBUFS`, or null. */
export function errnoNumber(name: string): number | null {
  return Object.hasOwn(table, name) ? table[name][0] : null;
}

/** The name of a number, or the number as text. */
export function errnoName(number: number): string {
  return errnoNames.find(name => table[name][0] === number) ?? String(number);
}

/** What strerror(3) says. */
export function errnoText(number: number): string {
  const name = errnoName(number);
  return Object.hasOwn(table, name) ? table[name][1] : `Unknown error: ${number}`;
}
