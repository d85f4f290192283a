/** Names of files as `.stack` files and people write them, and which of them may be read as captures. */
import { oneOf } from './words';

/** Extensions of captures; `.gz` may follow. */
const captureExtensions = ['.pcap', '.pcapng', '.cap', '.ntar'];

/** True for a name or path with the extension of a capture. */
export function isCaptureName(name: string): boolean {
  const bare = name.toLowerCase().replace(/\.gz$/, '');
  return captureExtensions.some(extension => bare.endsWith(extension)) && !/(^|[\\/])\.[^.]*$/.test(bare);
}

/** A name or path of a capture without its extension. */
export function captureStem(name: string): string {
  return name.replace(/(\.[a-z]+)?(\.gz)?$/i, '');
}

/**
 * What is wrong with the name of a capture in a `.stack` file, or null. It says nothing of whether there is
 * such a file.
 */
export function captureNameProblem(name: string): { message: string; expected: string } | null {
  const expected = `a file name that ends in ${oneOf(captureExtensions)}, .gz after it or not`;
  if (name.includes('\0') || name.length > 4096) return { message: 'This is no file name.', expected };
  if (/^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(name) || /^[\\/]{2}/.test(name)) {
    return {
      message: 'A capture is read from this machine only.',
      expected: 'a path relative to this file, or an absolute one',
    };
  }
  if (isCaptureName(name)) return null;
  return {
    message: `\`${name.length > 60 ? `${name.slice(0, 59)}…` : name}\` is not the name of a capture.`,
    expected,
  };
}

/**
 * What is wrong with the name of a file that a `.stack` file has written, or null. What stands in its place
 * on the disk is looked at when it is opened.
 */
export function outputNameProblem(name: string): { message: string; expected: string } | null {
  const expected = 'a name such as "out.pcapng", in the folder of this file or below';
  if (name.includes('\0') || name.length > 4096) return { message: 'This is no file name.', expected };
  if (/^([\\/]|[A-Za-z]:)/.test(name) || name.split(/[\\/]/).includes('..'))
    return { message: 'A capture is written to the folder of this file or below.', expected };
  if (/[^\\/.][^\\/]*\.pcapng$/i.test(name)) return null;
  return { message: 'A capture is written as pcapng.', expected };
}

/** The last part of a path of either system: how an `expect` line may name a capture. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
