/** Names of values in IPv4 and IPv6 headers and options. */

export const IP_DSFIELD_DSCP = {
  0: 'Default',
  1: 'Lower Effort',
  8: 'Class Selector 1',
  10: 'Assured Forwarding 11',
  12: 'Assured Forwarding 12',
  14: 'Assured Forwarding 13',
  16: 'Class Selector 2',
  18: 'Assured Forwarding 21',
  20: 'Assured Forwarding 22',
  22: 'Assured Forwarding 23',
  24: 'Class Selector 3',
  26: 'Assured Forwarding 31',
  28: 'Assured Forwarding 32',
  30: 'Assured Forwarding 33',
  32: 'Class Selector 4',
  34: 'Assured Forwarding 41',
  36: 'Assured Forwarding 42',
  38: 'Assured Forwarding 43',
  40: 'Class Selector 5',
  44: 'Voice Admit',
  46: 'Expedited Forwarding',
  48: 'Class Selector 6',
  56: 'Class Selector 7',
} as const;

export const IP_DSFIELD_ECN = {
  0: 'Not ECN-Capable Transport',
  1: "ECN-Capable Transport codepoint '01'",
  2: "ECN-Capable Transport codepoint '10'",
  3: 'Congestion Experienced',
} as const;

export const IP_OPT_TYPE_CLASS = {
  0: 'Control',
  1: 'Reserved for future use',
  2: 'Debugging and measurement',
  3: 'Reserved for future use',
} as const;

export const IP_OPT_TYPE_NUMBER = {
  0: 'End of Option List (EOL)',
  1: 'No-Operation (NOP)',
  2: 'Security',
  3: 'Loose source route',
  4: 'Time stamp',
  5: 'Extended security',
  6: 'Commercial IP security option',
  7: 'Record route',
  8: 'Stream identifier',
  9: 'Strict source route',
  10: 'Experimental Measurement',
  11: 'MTU probe',
  12: 'MTU Reply',
  13: 'Experimental Flow Control',
  14: 'Experimental Access Control',
  15: 'Ask Estrin',
  16: 'IMI Traffic Descriptor',
  17: 'Extended Internet Protocol',
  18: 'Traceroute',
  19: 'Address Extension',
  20: 'Router Alert',
  21: 'Selective Directed Broadcast',
  22: 'Unassigned',
  23: 'Dynamic Packet State',
  24: 'Upstream Multicast Packet',
  25: 'Quick-Start',
  30: 'RFC 3692-style experiment',
} as const;

export const IP_OPT_RA = {
  0: 'Router shall examine packet',
  1: 'Reserved',
} as const;

export const IP_OPT_QS_FUNC = {
  0: 'Rate request',
  8: 'Rate report',
} as const;

export const IP_OPT_QS_RATE = {
  0: '0 bit/s',
  1: '80 Kbit/s',
  2: '160 Kbit/s',
  3: '320 Kbit/s',
  4: '640 Kbit/s',
  5: '1.28 Mbit/s',
  6: '2.56 Mbit/s',
  7: '5.12 Mbit/s',
  8: '10.24 Mbit/s',
  9: '20.48 Mbit/s',
  10: '40.96 Mbit/s',
  11: '81.92 Mbit/s',
  12: '163.84 Mbit/s',
  13: '327.68 Mbit/s',
  14: '655.36 Mbit/s',
  15: '1.31072 Gbit/s',
} as const;

export const IP_OPT_SEC_RFC791_SEC = {
  0: 'Unclassified',
  61749: 'Confidential',
  30874: 'EFTO',
  48205: 'MMMM',
  24102: 'PROG',
  44819: 'Restricted',
  55176: 'Secret',
  27589: 'Top secret',
  13794: 'Reserved',
  39665: 'Reserved',
  19832: 'Reserved',
  9405: 'Reserved',
  4958: 'Reserved',
  35247: 'Reserved',
  50390: 'Reserved',
  57963: 'Reserved',
} as const;

export const IP_OPT_SEC_CL = {
  1: 'Reserved 4',
  61: 'Top secret',
  90: 'Secret',
  150: 'Confidential',
  102: 'Reserved 3',
  204: 'Reserved 2',
  171: 'Unclassified',
  241: 'Reserved 1',
} as const;

export const IP_OPT_SEC_PROT_AUTH_GENSER = {
  1: 'Datagram protected in accordance with its rules',
  0: 'Datagram not protected in accordance with its rules',
} as const;

export const IP_OPT_SEC_PROT_AUTH_FTI = {
  1: 'Additional octet present',
  0: 'Final octet',
} as const;

export const IP_CIPSO_TAG_TYPE = {
  0: 'Padding',
  1: 'Restrictive Category Bitmap',
  2: 'Enumerated Categories',
  5: 'Ranged Categories',
  6: 'Permissive Categories',
  7: 'Free Form',
} as const;

export const IP_OPT_FLAG = {
  0: 'Time stamps only',
  1: 'Time stamp and address',
  3: 'Time stamps for prespecified addresses',
} as const;

export const IPV6_OPT_TYPE = {
  0: 'Pad1',
  1: 'PadN',
  4: 'Tunnel Encapsulation Limit',
  5: 'Router Alert',
  7: 'CALIPSO',
  8: 'SMF_DPD',
  15: 'Performance and Diagnostic Metrics',
  30: 'Experimental (0x1E)',
  38: 'Quick-Start',
  48: 'Path MTU Option',
  49: 'IOAM Option',
  62: 'Experimental (0x3E)',
  65: 'Tunnel Payload Forwarding (TPF) Information',
  94: 'Experimental (0x5E)',
  99: 'RPL Option',
  109: 'MPL Option',
  126: 'Experimental (0x7E)',
  138: 'Endpoint Identification',
  139: 'ILNP Nonce',
  140: 'Line-Identification Option',
  158: 'Experimental (0x9E)',
  190: 'Experimental (0xBE)',
  194: 'Jumbo Payload',
  201: 'Home Address',
  222: 'Experimental (0xDE)',
  238: 'IP_DFF',
  254: 'Experimental (0xFE)',
} as const;

export const IPV6_OPT_TYPE_ACTION = {
  0: 'Skip and continue',
  1: 'Discard',
  2: 'Discard and send ICMP Parameter Problem',
  3: 'Discard and send ICMP if not multicast',
} as const;

export const IPV6_OPT_ROUTER_ALERT = {
  0: 'MLD',
  1: 'RSVP',
  2: 'Active Network',
} as const;

export const IPV6_OPT_SMF_DPD_TID_TYPE = {
  0: 'NULL',
  1: 'DEFAULT',
  2: 'IPv4',
  3: 'IPv6',
} as const;

export const IPV6_OPT_IOAM_OPT_TYPE = {
  0: 'Pre-allocated Trace',
  1: 'Incremental Trace',
  2: 'Proof of Transit',
  3: 'Edge to Edge',
} as const;

export const IPV6_OPT_MPL_FLAG_S = {
  0: '0',
  1: '16-bit unsigned integer',
  2: '64-bit unsigned integer',
  3: '128-bit unsigned integer',
} as const;

export const IPV6_ROUTING_TYPE = {
  0: 'Source Route',
  1: 'Nimrod',
  2: 'Type 2 Routing',
  3: 'RPL Source Route',
  4: 'Segment Routing',
  5: 'Compact Routing Header 16',
  6: 'Compact Routing Header 32',
  253: 'Experiment 1',
  254: 'Experiment 2',
} as const;
