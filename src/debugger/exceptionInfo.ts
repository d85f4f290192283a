/** Why the session stopped on a drop, as `exceptionInfo` tells it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Recorded } from '../replay/recorded';
import type { Sources } from './sources';
import type { Traces } from './traces';
import { decidingText } from './why';

/** @param description the reason as one sentence */
export function exceptionInfo(
  recorded: Recorded,
  description: string,
  traces: Traces,
  sources: Sources,
): DebugProtocol.ExceptionInfoResponse['body'] {
  const id = recorded.settled?.point?.id ?? 'packet';
  return {
    exceptionId: id,
    description,
    breakMode: 'always',
    details: {
      message: description,
      typeName: recorded.verdict,
      fullTypeName: id,
      // Clients show this at once, so it is short; the chain that led there follows one by one.
      stackTrace: decidingText(recorded, sources),
      innerException: chain(recorded, traces),
    },
  };
}

/** The decisions before the one that settled the packet, the last first. */
function chain({ event, settled, steps }: Recorded, traces: Traces): DebugProtocol.ExceptionDetails[] {
  const end = settled === null ? steps.length : steps.indexOf(settled);
  return traces
    .decisions(event)
    .filter(({ step }) => step < end)
    .map(({ step, text }) => ({ message: text, typeName: steps[step].point?.id }))
    .reverse();
}
