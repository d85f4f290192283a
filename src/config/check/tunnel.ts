/**
 * Checks of `ifconfig etheripN …`: a machine that has the tunnels alone is asked what the real one will be
 * asked.
 */

import * as running from '#stack/running';
import { applyTunnel } from '../apply/tunnel';
import type { InterfaceParameter } from '../nodes';
import { unitOf } from '../unit';
import type { Checker } from './checker';
import type { ModelInterface } from './model';

export function checkTunnel(checker: Checker, on: ModelInterface, parameter: InterfaceParameter): void {
  const { report, model } = checker;
  if (parameter.name === 'tunnel' && isZoneMissing(checker, parameter)) return;
  const host = checker.clones;
  const unit = unitOf('etherip', on.name);
  if (unit === null) return;
  if (running.etheripUnit(host, unit) === null) running.etherip_clone_create(host, unit);
  const sc = running.etheripUnit(host, unit);
  if (sc === null) return;
  if (parameter.name === 'tunnel') attachZones(host, parameter);
  const refusal = applyTunnel(running, host, sc, parameter);
  if (refusal !== null && parameter.name === 'tunnel')
    report.error('contradiction', parameter, refusal, 'other ends for one of the two');
  else if (refusal !== null)
    report.error('out-of-range', parameter, refusal, 'table 0, the only one there is');
  if (parameter.name === 'flag' && (parameter.flag === 'destroy' || parameter.flag === 'unplumb'))
    model.detach(on);
}

type TunnelEnds = Extract<InterfaceParameter, { name: 'tunnel' }>;

/** True when an end names an interface that there is not. */
function isZoneMissing(checker: Checker, { src, dst }: TunnelEnds): boolean {
  return [src, dst].some(
    ({ value, from, to }) => value.zone !== null && !checker.known({ value: value.zone, from, to }),
  );
}

/** The zones of the ends are told apart by the interfaces of the same names. */
function attachZones(host: running.Host, { src, dst }: TunnelEnds): void {
  for (const { zone } of [src.value, dst.value]) {
    if (zone !== null && running.ifunit(host, zone) === null) running.if_attach(host, { name: zone });
  }
}
