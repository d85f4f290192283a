/** Two gateways with an IPsec tunnel between their networks, described in lines of a `.stack` file. */
import { applyCommand, isMachineCommand, parseStack, problemLine } from '../../src/config';
import { Lab, type Outcome } from './lab';
import { ethernet, HOST_MAC, ip6, NEIGHBOR_MAC, ROUTER_MAC } from './packets';

/** Addresses of the two gateways on the link between them. */
export const LEFT = '2001:db8:2::1';
export const RIGHT = '2001:db8:2::20';
/** Hosts of the networks behind them. */
export const LEFT_HOST = '2001:db8:1::10';
export const RIGHT_HOST = '2001:db8:9::10';

/** Does what lines of a `.stack` file say. Throws `Error` when one is wrong or refused. */
export function configure(lab: Lab, text: string): Lab {
  const document = parseStack(text, 'lab.stack');
  for (const problem of document.problems) throw new Error(problemLine(document.source, problem));
  return lab.each((stack, host) => {
    for (const command of document.commands.filter(isMachineCommand)) {
      const refusal = applyCommand(stack, host, command);
      if (refusal !== null) throw new Error(refusal);
    }
  });
}

/** The gateway of 2001:db8:1::/64: em0 to it, em1 to the other gateway. */
export function leftGateway(lines: string): Lab {
  return configure(
    new Lab(),
    `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 ether ${ROUTER_MAC} inet6 2001:db8:1::1/64 up
ifconfig em1 ether 02:00:00:00:01:02 inet6 ${LEFT}/64 up
ndp -s ${LEFT_HOST} ${HOST_MAC}
ndp -s ${RIGHT} ${NEIGHBOR_MAC}
${lines}`,
  );
}

/** The gateway of 2001:db8:9::/64: em0 to it, em1 to the other gateway. */
export function rightGateway(lines: string): Lab {
  return configure(
    new Lab(),
    `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 ether ${ROUTER_MAC} inet6 2001:db8:9::1/64 up
ifconfig em1 ether ${NEIGHBOR_MAC} inet6 ${RIGHT}/64 up
ndp -s ${RIGHT_HOST} ${HOST_MAC}
ndp -s ${LEFT} 02:00:00:00:01:02
${lines}`,
  );
}

/** A packet from the left network to the right one. */
export const leftToRight = (fields: Parameters<typeof ip6>[0] = {}) =>
  ip6({ src: LEFT_HOST, dst: RIGHT_HOST, ...fields });

/** A packet arrives at the left gateway from its network. */
export function sendLeft(lab: Lab, packet = leftToRight()): Outcome {
  return lab.receive(ethernet(packet), 'em0');
}

/** What left the left gateway arrives at the right one. */
export function receiveRight(lab: Lab, packet: Uint8Array): Outcome {
  return lab.receive(ethernet(packet, { dst: NEIGHBOR_MAC, src: '02:00:00:00:01:02' }), 'em1');
}

/** The policies of a tunnel from left to right, on either gateway. */
export const tunnelPolicy = (direction: 'in' | 'out', proto = 'esp', level = 'require') =>
  `spdadd 2001:db8:1::/64 2001:db8:9::/64 any -P ${direction} ipsec ${proto}/tunnel/${LEFT}-${RIGHT}/${level}`;

/** The association of that tunnel; `rest` holds options and algorithms. */
export const association = (rest: string, proto = 'esp', spi = 0x1001) =>
  `add ${LEFT} ${RIGHT} ${proto} 0x${spi.toString(16)} ${rest}`;

export const SHA1 = '-A hmac-sha1 0x000102030405060708090a0b0c0d0e0f10111213';
export const AES = '-E aes-cbc 0x000102030405060708090a0b0c0d0e0f';
