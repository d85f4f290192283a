/** Paths of files as URIs, for clients that name them so, and back. */

/** The URI of an absolute path; what is a URI already, or no absolute path, stays as it is. */
export function uriOf(path: string): string {
  const slashes = path.replace(/\\/g, '/');
  if (/^[a-z]:\//i.test(slashes)) return `file:///${encoded(slashes)}`;
  if (slashes.startsWith('//')) return `file:${encoded(slashes)}`;
  return path.startsWith('/') ? `file://${encoded(path)}` : path;
}

function encoded(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}

/** The path of a `file:` URI; anything else as it is. */
export function pathOfUri(uri: string): string {
  const parts = /^file:\/\/([^/]*)(\/.*)$/i.exec(uri);
  if (parts === null) return uri;
  const [, host, rest] = parts;
  try {
    const path = decodeURIComponent(rest);
    if (host !== '' && host !== 'localhost') return `//${host}${path}`;
    return /^\/[a-z]:/i.test(path) ? path.slice(1) : path;
  } catch {
    // No URI after all: a % that nothing follows.
    return uri;
  }
}
