/** The language's own part, which knows nothing of VS Code: it shares its files with the programs. */
import type * as EditingModule from '../../config/editing';

export type Editing = typeof EditingModule;

/** Where the build puts it, seen from the bundle of the providers. */
const program: string = './programs/editing.mjs';

/** Loads it; once loaded, it answers at once. */
export async function loadEditing(): Promise<Editing> {
  return (await import(program)) as Editing;
}
