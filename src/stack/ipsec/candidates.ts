/** Which associations a choice lists. */

/** Databases longer than this list only what comes near. */
const LISTED_MAX = 64;

/** All, or of very many those that come near. */
export function listed<T>(all: readonly T[], near: (one: T) => boolean): readonly T[] {
  return all.length <= LISTED_MAX ? all : all.filter(near).slice(0, LISTED_MAX);
}
