/** References to a field of the frame that is selected elsewhere: `${ipv6.hlim}`. */
import { fieldsNamed } from '../registry';
import { FilterProblem, type Operand } from './syntax';
import { type Scope, type Typed, written } from './typed';

export function compileReference<E>(
  scope: Scope<E>,
  operand: Extract<Operand, { kind: 'reference' }>,
): Typed<E> {
  const fields = fieldsNamed(operand.text);
  const extra = scope.extras.get(operand.text);
  const { type, values } = fields[0] ?? extra ?? { type: null, values: undefined };
  if (type === null)
    throw new FilterProblem(operand, `"${operand.text}" is no field or protocol that is known`);
  return {
    place: operand,
    name: written(scope, operand),
    type,
    values,
    kind: 'reference',
    field: null,
    constant: null,
    // No frame is selected outside a window, so that the reference has no value.
    produce: (_d, _extra, into) => into.clear(false),
  };
}
