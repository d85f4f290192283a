/**
 * Checks of `ifconfig bridgeN …`: a machine that has the bridges alone is asked what the real one will be
 * asked.
 */

import * as running from '#stack/running';
import { applyBridge } from '../apply/bridge';
import { attachInterface } from '../apply/ifconfig';
import type { IfconfigCommand, InterfaceParameter } from '../nodes';
import type { Ranged } from '../text';
import { unitOf } from '../unit';
import type { Checker } from './checker';
import type { ModelInterface } from './model';

export function checkBridge(
  checker: Checker,
  on: ModelInterface,
  parameter: InterfaceParameter,
  command: IfconfigCommand,
): void {
  const { report, model } = checker;
  const unit = unitOf('bridge', on.name);
  if (unit === null) return;
  const member = memberOf(parameter);
  if (member !== null && !checker.known(member)) return;
  const host = checker.clones;
  if (running.ifunit(host, on.name) === null) running.bridge_clone_create(host, unit);
  if (member !== null) attachMember(host, model.attach(member.value));
  const sc = running.ifunit(host, on.name)?.if_bridge;
  if (!sc) return;
  const refusal = applyBridge(running, host, sc, parameter, command.origin);
  // What has been learned when a later line comes is not known here.
  const learned = parameter.name === 'station' && parameter.member === null && checker.timed.has(command);
  if (refusal !== null && !learned)
    report.error('contradiction', member ?? parameter, refusal, remedy(parameter));
  if (parameter.name === 'flag' && (parameter.flag === 'destroy' || parameter.flag === 'unplumb'))
    model.detach(on);
  else if (parameter.name === 'word' && parameter.of === 'addm') on.mtu = sc.sc_ifp.mtu;
}

function memberOf(parameter: InterfaceParameter): Ranged<string> | null {
  if (parameter.name === 'word') return parameter.value;
  return parameter.name === 'station' ? parameter.member : null;
}

function remedy(parameter: InterfaceParameter): string {
  if (parameter.name === 'number') return 'the MTU at the members, before they are added';
  if (parameter.name === 'word') return parameter.of === 'addm' ? 'another interface' : 'a member';
  return parameter.name === 'station' && parameter.member === null
    ? 'an address that `static` gave'
    : 'a member';
}

/** The members of the bridges that are checked are interfaces of the same names, kinds and MTUs. */
function attachMember(host: running.Host, { name, mtu }: ModelInterface): void {
  running.if_setmtu(host, running.ifunit(host, name) ?? attachInterface(running, host, name), mtu);
}
