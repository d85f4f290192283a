/** Checks of `route`, `ndp` and `arp` lines. */
import { formatIpv4, formatIpv6 } from '../../wire/address';
import type { Address, ArpCommand, NdpCommand, RouteCommand } from '../nodes';
import type { Ranged } from '../text';
import { isMulticast, needsZone } from '../values';
import type { Checker } from './checker';
import { addressKey, prefixKey } from './model';

export function checkRoute(checker: Checker, command: RouteCommand): void {
  const { model, report } = checker;
  if (command.action === 'flush' || command.dest === null) {
    model.removeGatewayRoutes(command.family === 'inet' ? 4 : 16);
    return;
  }
  for (const metric of command.metrics) {
    report.information(metric.value, `-${metric.name} is kept, but changes nothing here.`);
  }
  const { dest } = command;
  const { bytes, prefixlen, zone } = dest.value;
  if (zone !== null && !checker.known({ value: zone, from: dest.from, to: dest.to })) return;
  const named = [command.ifp, command.gatewayInterface].filter(name => name !== null);
  if (!named.every(name => checker.known(name))) return;
  const place = zone ?? named[0]?.value ?? null;
  const shown = `${textOf(bytes)}/${prefixlen}`;
  if (command.action === 'delete') {
    if (!model.removeRoute(bytes, prefixlen, place)) {
      report.error(
        'route-missing',
        dest,
        `There is no route to ${shown} here: not in table.`,
        'the destination of a route that a line before adds',
      );
    }
    return;
  }
  if (command.gateway !== null) checkGateway(checker, command, command.gateway);
  const exists = model.routes.has(prefixKey(bytes, prefixlen, place));
  if (command.action === 'change') {
    if (!exists)
      report.error(
        'route-missing',
        dest,
        `There is no route to ${shown} here: not in table.`,
        'the destination of a route that a line before adds',
      );
    else {
      model.removeRoute(bytes, prefixlen, place);
      model.addRoute(bytes, prefixlen, place, command.gateway !== null);
    }
    return;
  }
  if (exists) {
    report.error(
      'route-exists',
      dest,
      `There is a route to ${shown} already: File exists.`,
      'another destination, or `route change`',
    );
  }
  model.addRoute(bytes, prefixlen, place, command.gateway !== null && !command.interface);
}

const textOf = (bytes: Uint8Array): string => (bytes.length === 4 ? formatIpv4(bytes) : formatIpv6(bytes));

function checkGateway(checker: Checker, command: RouteCommand, gateway: Ranged<Address>): void {
  const { model, report } = checker;
  const address = gateway.value;
  if (
    address.zone !== null &&
    !checker.known({ value: address.zone, from: gateway.to - address.zone.length, to: gateway.to })
  )
    return;
  if (isMulticast(address)) {
    report.error('bad-value', gateway, 'A multicast address is no gateway.', 'the address of a router');
    return;
  }
  const own = model.owners.get(addressKey(address, address.zone));
  const discards = command.flags.includes('blackhole') || command.flags.includes('reject');
  if (own !== undefined) {
    if (!command.interface && !discards && own !== 'lo0') {
      report.warning(
        'gateway-own',
        gateway,
        `This is ${own}'s own address: no packet can be handed to it as a gateway.`,
        '-interface, or the address of a router',
      );
    }
    return;
  }
  if (command.ifp !== null) return;
  const route = model.route(address);
  if (route === null) {
    report.error(
      'gateway-unreachable',
      gateway,
      `No interface has a prefix with ${textOf(address.bytes)} in it: Network is unreachable.`,
      'a gateway on a connected prefix',
    );
  } else if (route.gateway) {
    report.warning(
      'gateway-unreachable',
      gateway,
      'This gateway is itself behind a gateway: its link address can never be found.',
      'a gateway on a connected prefix',
    );
  }
}

export function checkNdp(checker: Checker, command: NdpCommand): void {
  const { model, report } = checker;
  if (command.action === 'interface') {
    checker.known(command.interface);
    for (const { flag, from, to } of command.flags) {
      if (flag === 'prefer_source')
        report.information({ from, to }, `\`${flag}\` is kept, but changes nothing here.`);
    }
    return;
  }
  if (command.action === 'default-interface') {
    if (command.interface !== null) checker.known(command.interface);
    return;
  }
  if (command.action !== 'set' && command.action !== 'delete') return;
  const { node } = command;
  const { zone, bytes } = node.value;
  if (zone !== null) {
    checker.known({ value: zone, from: node.to - zone.length, to: node.to });
    return;
  }
  if (command.action !== 'set' || needsZone(bytes)) return;
  if (isMulticast(node.value)) {
    report.error('bad-value', node, 'A multicast address is no neighbour.', 'a unicast address');
    return;
  }
  const route = model.route(node.value);
  if (route === null || route.gateway) {
    report.error(
      'gateway-unreachable',
      node,
      `No interface has a prefix with ${formatIpv6(bytes)} in it: cannot locate it.`,
      'a neighbour on a connected prefix',
    );
  }
}

export function checkArp({ model, report }: Checker, command: ArpCommand): void {
  if (command.action !== 'set') return;
  const { host } = command;
  if (command.only) report.information(command, '`only` is kept, but changes nothing here.');
  if (isMulticast(host.value)) {
    report.error('bad-value', host, 'A multicast address is no neighbour.', 'a unicast address');
    return;
  }
  const route = model.route(host.value);
  if (command.pub || (route !== null && !route.gateway)) return;
  report.error(
    'gateway-unreachable',
    host,
    `No interface has a prefix with ${textOf(host.value.bytes)} in it: cannot locate it.`,
    'a neighbour on a connected prefix',
  );
}
