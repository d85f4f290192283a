/** Checks of `ifconfig iptapN …`. */
import type { InterfaceParameter } from '../nodes';
import type { Checker } from './checker';
import type { ModelInterface } from './model';

/** A tap comes and goes, and takes nothing else. */
export function checkTap(
  { report, model }: Checker,
  on: ModelInterface,
  parameter: InterfaceParameter,
): void {
  const flag = parameter.name === 'flag' ? parameter.flag : null;
  if (flag === 'create' || flag === 'plumb') return;
  if (flag === 'destroy' || flag === 'unplumb') model.detach(on);
  else
    report.error(
      'contradiction',
      parameter,
      `${on.name} is a tap, which is up from the start and takes nothing else.`,
      'create or destroy',
    );
}
