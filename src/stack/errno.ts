/** Error numbers of BSD (sys/errno.h): the ones that the stack gives or that a fault may name. */

export const EPERM = 1;
export const ENOENT = 2;
export const ESRCH = 3;
export const EIO = 5;
export const ENXIO = 6;
export const ENOMEM = 12;
export const EACCES = 13;
export const EFAULT = 14;
export const EBUSY = 16;
export const EEXIST = 17;
export const ENOTDIR = 20;
export const EINVAL = 22;
export const ENOTTY = 25;
export const ENOSPC = 28;
export const EMSGSIZE = 40;
export const ENOPROTOOPT = 42;
export const EOPNOTSUPP = 45;
/** Darwin's name for what an interface cannot do. */
export const ENOTSUP = EOPNOTSUPP;
export const EAFNOSUPPORT = 47;
export const EADDRINUSE = 48;
export const EADDRNOTAVAIL = 49;
export const ENETDOWN = 50;
export const ENETUNREACH = 51;
export const ENOBUFS = 55;
export const ENOTCONN = 57;
export const EHOSTDOWN = 64;
export const EHOSTUNREACH = 65;

/** Numbers by name, as a `fault` line names them. */
export const errnoNumbers: Readonly<Record<string, number>> = {
  EPERM,
  ENOENT,
  ESRCH,
  EIO,
  ENXIO,
  ENOMEM,
  EACCES,
  EFAULT,
  EBUSY,
  EEXIST,
  ENOTDIR,
  EINVAL,
  ENOTTY,
  ENOSPC,
  EMSGSIZE,
  ENOPROTOOPT,
  EOPNOTSUPP,
  EAFNOSUPPORT,
  EADDRINUSE,
  EADDRNOTAVAIL,
  ENETDOWN,
  ENETUNREACH,
  ENOBUFS,
  ENOTCONN,
  EHOSTDOWN,
  EHOSTUNREACH,
};

const names = new Map(Object.entries(errnoNumbers).map(([name, number]) => [number, name]));

/** The symbolic name of an error number, `0` for success, the number itself when it has none. */
export function errnoName(errno: number): string {
  return names.get(errno) ?? String(errno);
}
