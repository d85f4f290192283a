/** Checks of `ifconfig` lines. */

import { classPrefixlen, if_dname } from '#stack/running';
import { IPV6_MMTU } from '../../wire/ipv6';
import { isBridgeParameter, isOnlyOfBridges } from '../apply/bridge';
import { isTunnelParameter } from '../apply/tunnel';
import { addressName, withEui64 } from '../interfaceAddress';
import { driversToCome } from '../interfaceKind';
import type {
  Address,
  IfconfigCommand,
  InterfaceAddress,
  InterfaceFlag,
  InterfaceNumber,
  InterfaceWord,
} from '../nodes';
import type { Range } from '../text';
import { unitOf } from '../unit';
import { checkBridge } from './bridge';
import type { Checker } from './checker';
import { addressKey, LINK_LOCAL, type ModelInterface } from './model';
import { checkTap } from './tap';
import { checkTunnel } from './tunnel';

/** Interfaces of a machine, lo0 not counted. */
const INTERFACES_MAX = 250;
/**
 * Addresses of all interfaces, lo0's own among them: each is compared with each that is added, as in the
 * kernel.
 */
const ADDRESSES_MAX = 4096;
const silentFlags: readonly InterfaceFlag[] = [
  'up',
  'down',
  'create',
  'plumb',
  'arp',
  '-promisc',
  '-monitor',
  '-debug',
  '-link0',
  '-link1',
  '-link2',
];
const refusedFlags: readonly InterfaceFlag[] = ['destroy', 'unplumb', 'monitor'];
const refusedWords: Readonly<Partial<Record<InterfaceWord | InterfaceNumber, string>>> = {
  vlan: 'VLAN interfaces',
  vlandev: 'VLAN interfaces',
  rdomain: 'Routing domains',
  tunneldomain: 'Routing domains',
};

export function checkIfconfig(checker: Checker, command: IfconfigCommand): void {
  const { model, report } = checker;
  const { interface: name } = command;
  const driver = if_dname(name.value);
  if (Object.hasOwn(driversToCome, driver)) {
    report.error(
      'not-simulated',
      name,
      `${driversToCome[driver]} are not simulated yet.`,
      'a network card such as em0, or tun0, gif0, lo0',
    );
    return;
  }
  if (driver === 'iptap' && unitOf('iptap', name.value) === null) {
    report.error('bad-value', name, `\`${name.value}\` is no tap.`, 'a name such as iptap0');
    return;
  }
  const isTunnel = driver === 'etherip';
  if (isTunnel && unitOf('etherip', name.value) === null) {
    report.error('bad-value', name, `\`${name.value}\` is no EtherIP interface.`, 'a name such as etherip0');
    return;
  }
  const isBridge = driver === 'bridge';
  if (isBridge && unitOf('bridge', name.value) === null) {
    report.error('bad-value', name, `\`${name.value}\` is no bridge.`, 'a name such as bridge0');
    return;
  }
  if (model.interfaces.size > INTERFACES_MAX && !model.interfaces.has(name.value)) {
    report.error(
      'out-of-range',
      name,
      'This is one interface too many.',
      `${INTERFACES_MAX} interfaces at most`,
    );
    return;
  }
  const on = model.attach(name.value);
  if (driver === 'iptap') {
    for (const parameter of command.parameters) checkTap(checker, on, parameter);
    return;
  }
  for (const parameter of command.parameters) {
    if (isTunnel && isTunnelParameter(parameter)) {
      checkTunnel(checker, on, parameter);
      continue;
    }
    if (isBridge && isBridgeParameter(parameter)) {
      checkBridge(checker, on, parameter, command);
      continue;
    }
    if (!isBridge && isOnlyOfBridges(parameter)) {
      report.error('contradiction', parameter, `${on.name} is no bridge.`, 'a bridge such as bridge0');
      continue;
    }
    switch (parameter.name) {
      case 'address':
        checkAddress(checker, on, parameter);
        break;
      case 'number':
        if (parameter.of === 'mtu') {
          on.mtu = parameter.value.value;
          on.mtuPlace = parameter.value;
        } else checkOther(checker, parameter, parameter.of);
        break;
      case 'word':
        checkOther(checker, parameter, parameter.of);
        break;
      case 'flag':
        checkFlag(checker, parameter, parameter.flag);
        break;
      case 'lladdr':
        on.lladdr = parameter.value.value;
        if (on.pointToPoint || on.loopback) {
          report.error(
            'contradiction',
            parameter,
            `${on.name} has no link address.`,
            'an Ethernet interface such as em0',
          );
        }
        break;
      case 'station':
        break;
      case 'tunnel':
        report.error(
          'not-simulated',
          parameter,
          'Tunnels are not simulated yet.',
          'the line without `tunnel`',
        );
        break;
    }
  }
  if (on.inet6 && on.mtu < IPV6_MMTU) checker.smallMtus.add(on.mtuPlace ?? name);
}

/** True for the link-local address that an interface with any IPv6 address makes for itself. */
function isAutomatic(on: ModelInterface, address: Address): boolean {
  if (!on.inet6 || on.pointToPoint || on.loopback) return false;
  const made = withEui64(LINK_LOCAL, on.lladdr);
  return made.every((byte, i) => byte === address.bytes[i]);
}

function checkOther({ report }: Checker, place: Range, of: InterfaceWord | InterfaceNumber): void {
  const refused = refusedWords[of];
  if (refused !== undefined)
    report.error('not-simulated', place, `${refused} are not simulated yet.`, `the line without \`${of}\``);
  else report.information(place, `\`${of}\` is kept, but changes nothing here.`);
}

function checkFlag({ report }: Checker, place: Range, flag: InterfaceFlag): void {
  if (silentFlags.includes(flag)) return;
  if (refusedFlags.includes(flag)) {
    const instead = flag === 'monitor' ? 'the line without `monitor`' : '`down`';
    report.error('not-simulated', place, `\`${flag}\` is not simulated yet.`, instead);
  } else report.information(place, `\`${flag}\` is kept, but changes nothing here.`);
}

/** True for groups, the unspecified address, and what IPv4 reserves. */
function isNoHost({ family, bytes }: Address): boolean {
  if (bytes.every(byte => byte === 0)) return true;
  return family === 'inet' ? bytes[0] >= 224 : bytes[0] === 0xff;
}

function assumedLength(on: ModelInterface, { family, bytes }: Address): number {
  if (family === 'inet') return classPrefixlen(bytes);
  return on.pointToPoint || on.loopback ? 128 : 64;
}

function checkAddress(checker: Checker, on: ModelInterface, parameter: InterfaceAddress): void {
  const { model, report } = checker;
  const address = parameter.address.value;
  const key = addressKey(address, on.name);
  if (parameter.action === 'delete') {
    if (!model.removeAddress(on, address) && !isAutomatic(on, address)) {
      report.error(
        'address-missing',
        parameter.address,
        `${addressName(address, on.name)} is no address of ${on.name} here.`,
        'an address that a line before gives it',
      );
    }
    return;
  }
  if (model.owners.size >= ADDRESSES_MAX) {
    report.error(
      'out-of-range',
      parameter.address,
      'This is one address too many.',
      `${ADDRESSES_MAX} addresses at most`,
    );
    return;
  }
  if (isNoHost(address)) {
    report.error(
      'bad-value',
      parameter.address,
      `${addressName(address, on.name)} cannot be the address of an interface.`,
      'a unicast address',
    );
    return;
  }
  if (parameter.peer !== null && !on.pointToPoint) {
    report.error(
      'not-point-to-point',
      parameter.peer,
      `${on.name} is no point-to-point interface: it has no peer.`,
      'a prefix length, or an interface such as tun0',
    );
    return;
  }
  if (address.family === 'inet' && parameter.action === 'set') model.removeFirstInet(on);
  const prefixlen = parameter.prefixlen?.value ?? assumedLength(on, address);
  const owner = parameter.flags.includes('eui64') ? undefined : model.owners.get(key);
  if (owner !== undefined && owner !== on.name) {
    report.error(
      'duplicate-address',
      parameter.address,
      `${owner} has the address ${addressName(address, on.name)} already.`,
      'another address',
    );
    return;
  }
  if (
    owner === on.name &&
    on.addresses.get(key)?.prefixlen === prefixlen &&
    parameter.flags.length === 0 &&
    parameter.vltime === null &&
    parameter.pltime === null
  ) {
    report.warning(
      'duplicate-address',
      parameter.address,
      `${on.name} has the address ${addressName(address, on.name)} already.`,
    );
  }
  if (
    parameter.pltime !== null &&
    parameter.pltime.value > (parameter.vltime?.value ?? Number.POSITIVE_INFINITY)
  ) {
    report.error(
      'contradiction',
      parameter.pltime,
      'An address cannot be preferred for longer than it is valid.',
      'a pltime of at most the vltime',
    );
  }
  model.addAddress(on, address, prefixlen, parameter.peer?.value ?? null);
}
