/** Real captures for tests: the project's own, and those of third parties where there are any. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of third-party captures, or undefined where there is none. */
export const thirdParty = process.env.PACKET_DEBUGGER_CAPTURES;

/**
 * Every capture file: the project's own, then those of third parties; says where there are none of theirs.
 */
export function captureFiles(): string[] {
  const folders = [join(PROJECT_ROOT, 'test/captures/linux')];
  if (thirdParty === undefined) console.log('third-party captures: not present (PACKET_DEBUGGER_CAPTURES)');
  else for (const name of ['linux', 'other', 'tcpdump']) folders.push(join(thirdParty, name));
  const seen = new Set<string>();
  const files: string[] = [];
  for (const folder of folders.filter(folder => existsSync(folder))) {
    for (const name of readdirSync(folder).sort()) {
      if (!/\.(pcap|pcapng|cap|ntar)$/.test(name) || seen.has(name)) continue;
      seen.add(name);
      files.push(join(folder, name));
    }
  }
  return files;
}
