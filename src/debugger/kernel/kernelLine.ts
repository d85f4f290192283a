/**
 * Where a mirrored line, from 1, is in the user's kernel tree, or why it is not, as the end of a sentence.
 */
export type KernelLine = { readonly path: string; readonly line: number } | { readonly message: string };
