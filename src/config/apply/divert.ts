/** `divert` lines: programs that own a divert socket. */
import { errnoText } from '../errno';
import type { DivertCommand } from '../nodes';
import type { Host, Refusal, StackApi } from './scope';

export function applyDivert(
  stack: StackApi,
  host: Host,
  { port, answers, filter, origin }: DivertCommand,
): Refusal {
  const errno = stack.divert_program_start(host, port.value, {
    filter: filter?.value ?? null,
    answers: answers.map(({ address, name, values, ...answer }) => ({
      ...answer,
      address: address?.value.bytes ?? null,
      name: name?.value ?? null,
      values: values.map(({ field, value }) => ({ field: field.value, value: value.value })),
    })),
    origin,
  });
  return errno === 0 ? null : `The divert socket on port ${port.value} is refused: ${errnoText(errno)}.`;
}
