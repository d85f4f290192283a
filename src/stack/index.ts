/** The stack's face to the floors above: what replay, config and debugger may call. */
export * from './checkpoint';
export * from './clock';
export * from './counters';
export * from './createHost';
export * from './errno';
export * from './host';
export * from './inet6/ip6Forward';
export * from './inet6/scope6';
export * from './ipsec/policy';
export * from './ipsec/spd';
export * from './net/fault';
export * from './net/if';
export * from './net/mbuf';
export * from './net/route';
export * from './recorder';
export * from './surroundings';
export * from './trace';
