/**
 * A word with how it is written, what it means (one paragraph), and a whole line that uses it and that
 * parses.
 */
export type Row = readonly [word: string, syntax: string, meaning: string, example: string];

/**
 * The words of commands by the command's name; `manual` is the manual page they come from, null for words of
 * our own.
 */
export type ReferenceTable = Readonly<
  Record<string, { readonly manual: string | null; readonly rows: readonly Row[] }>
>;
