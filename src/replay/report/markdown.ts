/** Markdown (CommonMark with tables) in which nothing that is quoted can become markup. */

/**
 * Text on one line in which every character that means something to Markdown or HTML is escaped, here or at
 * its beginning.
 */
export function plainText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~&$]|:(?=\/\/)/g, '\\$&')
    .replace(/^(\s*(?:\d+)?)([-+#=.)])/, '$1\\$2');
}

/** A code span; empty for an empty text. */
export function code(text: string): string {
  const clean = oneLine(text);
  if (clean === '') return '';
  const fence = '`'.repeat(longestRun(clean) + 1);
  const padding = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  // A bar would end the cell of a table even within code.
  return fence + padding + clean.replace(/\|/g, '\u2502') + padding + fence;
}

/** A block of code. */
export function codeBlock(lines: readonly string[], language = ''): string[] {
  const clean = lines.map(line => line.replace(/[^\P{Cc}\t]|[\u2028\u2029]/gu, '\ufffd'));
  const fence = '`'.repeat(Math.max(3, longestRun(clean.join('\n')) + 1));
  return [fence + language, ...clean, fence];
}

function oneLine(text: string): string {
  return text.replace(/[\s\u2028\u2029]+/g, ' ').replace(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
