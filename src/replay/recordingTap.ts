/**
 * A tap that a replay is asked for beside what the `.stack` file says: it records what the machines take in
 * and send.
 */
import { isMachineCommand, parseStack } from '../config';
import type { CaptureType, MachineCommand, StackDocument } from '../config/nodes';
import { ReplayError } from './error';
import { type CaptureLine, captureLines } from './export/captureFiles';

/** What is to be recorded. */
export interface TapWish {
  readonly type: Extract<CaptureType, 'raw' | 'pktap'>;
  /** The host by its name; null for every one. */
  readonly host: string | null;
}

/**
 * Where the records go, in the place of a file: no `capture` line can name it, for it has no capture's
 * extension.
 */
const RECORDS = 'what the stack saw';

interface RecordingTap {
  /** For each host what it is told last at time zero. */
  readonly commands: readonly (readonly MachineCommand[])[];
  /** As if `capture` lines had been written. */
  readonly lines: readonly CaptureLine[];
}

/** Throws ReplayError when there is no such host. */
export function recordingTap(document: StackDocument, { type, host }: TapWish): RecordingTap {
  const names = document.hosts.map(block => block.name.value);
  if (host !== null && !names.includes(host))
    throw new ReplayError(
      names.length === 0
        ? `${document.source.file} describes one machine and no host ${host}; leave the name out.`
        : `There is no host ${host}; there are ${names.join(', ')}.`,
    );
  const tap = parseStack(tapText(document.source.text, type), document.source.file);
  const told = tap.commands.filter(isMachineCommand);
  const all = names.length === 0 ? [''] : names;
  const taken = all.map(name => host === null || name === host);
  return {
    commands: taken.map(wanted => (wanted ? told : [])),
    lines: all
      .filter((_, number) => taken[number])
      .flatMap(name =>
        captureLines(tap).map(line => ({
          ...line,
          place: name === '' ? line.place : `${name}.${line.place}`,
        })),
      ),
  };
}

/** The tap has a number that the file nowhere names. */
function tapText(source: string, type: TapWish['type']): string {
  const units = [...source.matchAll(/\biptap(\d{1,4})\b/g)].map(([, unit]) => Number(unit));
  const name = `iptap${Math.max(-1, ...units) + 1}`;
  return `ifconfig ${name} create\ncapture ${name} ${type} "${RECORDS}"\n`;
}
