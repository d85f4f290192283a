/** Names of values that a capture says about a frame. */

export const FRAME_P2P_DIR = {
  [-1]: 'Unknown',
  0: 'Sent',
  1: 'Received',
} as const;

export const FRAME_PACKET_FLAGS_DIRECTION = {
  0: 'Unknown',
  1: 'Inbound',
  2: 'Outbound',
} as const;

export const FRAME_PACKET_FLAGS_RECEPTION_TYPE = {
  0: 'Not specified',
  1: 'Unicast',
  2: 'Multicast',
  3: 'Broadcast',
  4: 'Promiscuous',
} as const;
