/** What an expression or a command of the console may go on with. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as running from '#stack/running';
import { completeFilter } from '../decode/filter';
import type { Recorded } from '../replay/recorded';
import type { Host } from '../stack/host';
import { meaningOfName } from './engineValues';
import { tableNames } from './tableEntries';

/** Most names offered at once. */
const OFFERED = 200;

const commands = ['why', 'goto '];

/**
 * @param column in the text, from 0
 * @param recorded the event the session stands in, null at the end of the capture
 */
export function completionsAt(
  text: string,
  column: number,
  host: Host,
  recorded: Recorded | null,
): DebugProtocol.CompletionItem[] {
  const { from, to, items } = completeFilter(text, column);
  const word = /[\w.]*$/.exec(text.slice(0, column))?.[0] ?? '';
  const start = column - word.length;
  const named = (label: string, type: DebugProtocol.CompletionItemType): DebugProtocol.CompletionItem => ({
    label,
    type,
    start,
    length: word.length,
    ...detailOf(label),
  });
  const names = engineNames(host, recorded).filter(name => name.startsWith(word));
  const atBeginning = text.slice(0, start).trim() === '';
  return [
    ...(atBeginning ? commands.filter(one => one.startsWith(word)) : []).map(one => named(one, 'keyword')),
    ...(word === '' ? [] : names.slice(0, OFFERED)).map(one => named(one, 'variable')),
    ...items.map(item => ({ label: item.text, start: from, length: to - from })),
  ];
}

function detailOf(name: string): Pick<DebugProtocol.CompletionItem, 'detail'> {
  const detail = meaningOfName(name);
  return detail === null ? {} : { detail };
}

/** Values of the engine by name: what decisions looked at, counters, settings, MTUs, entries of tables. */
function engineNames(host: Host, recorded: Recorded | null): string[] {
  const names = new Set(['verdict', 'decision', ...tableNames.map(kind => `${kind}[`)]);
  for (const step of recorded?.steps ?? []) for (const name of Object.keys(step.operands)) names.add(name);
  for (const ifp of host.interfaces) names.add(`if.${ifp.name}.mtu`);
  for (const name of running.counterNames(host)) names.add(name);
  for (const name of Object.keys(running.sysctls)) names.add(name);
  return [...names].sort();
}
