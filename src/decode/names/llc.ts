/** Names of values in 802.2 LLC and SNAP headers. */

export const LLC_DSAP = {
  0: 'NULL LSAP',
  1: 'NULL LSAP',
  2: 'LLC Sub-Layer Management',
  4: 'SNA Path Control',
  6: 'TCP/IP',
  8: 'SNA',
  12: 'SNA',
  14: 'PROWAY (IEC955) Network Management and Initialization',
  16: 'NetWare (unofficial?)',
  20: 'ISO Network Layer (OSLAN 1)',
  24: 'Texas Instruments',
  32: 'ISO Network Layer (unofficial?)',
  52: 'ISO Network Layer (unofficial?)',
  66: 'Spanning Tree BPDU',
  78: 'EIA RS-511 Manufacturing Message Service',
  84: 'ISO Network Layer (OSLAN 2)',
  126: 'ISO 8208 (X.25 over 802.2)',
  127: 'ISO 802.2',
  128: 'XNS',
  130: 'BACnet',
  134: 'Nestar',
  142: 'PROWAY (IEC955) Active Station List Maintenance',
  152: 'ARP',
  180: 'HP JetDirect Printer',
  170: 'SNAP',
  186: 'Banyan Vines',
  188: 'Banyan Vines',
  224: 'NetWare',
  240: 'NetBIOS',
  244: 'IBM Net Management',
  248: 'HP Extended LLC',
  250: 'Ungermann-Bass',
  252: 'Remote Program Load',
  254: 'ISO Network Layer',
  255: 'Global LSAP',
} as const;

export const LLC_DSAP_IG = {
  1: 'Group',
  0: 'Individual',
} as const;

export const LLC_SSAP_CR = {
  1: 'Response',
  0: 'Command',
} as const;

export const LLC_CONTROL_S_FTYPE = {
  0: 'Receiver ready',
  1: 'Receiver not ready',
  2: 'Reject',
  3: 'Selective reject',
} as const;

export const LLC_CONTROL_U_MODIFIER_CMD = {
  0: 'Unnumbered Information',
  8: 'Unnumbered Poll',
  16: 'Disconnect',
  24: 'Unnumbered Acknowledge',
  32: 'Set Normal Response Mode',
  56: 'Test',
  1: 'Set Initialization Mode',
  33: 'Frame reject',
  49: 'Configure',
  3: 'Set Asynchronous Response Mode',
  11: 'Set Asynchronous Balanced Mode',
  19: 'Set Asynchronous Response Mode Extended',
  27: 'Set Asynchronous Balanced Mode Extended',
  35: 'Reset',
  43: 'Exchange identification',
  51: 'Set Normal Response Mode Extended',
  59: 'Beacon',
} as const;

export const LLC_CONTROL_U_MODIFIER_RESP = {
  0: 'Unnumbered Information',
  8: 'Unnumbered Poll',
  16: 'Request Disconnect',
  24: 'Unnumbered Acknowledge',
  32: 'Set Normal Response Mode',
  56: 'Test',
  1: 'Request Initialization Mode',
  33: 'Frame reject',
  49: 'Configure',
  3: 'Disconnected mode',
  11: 'Set Asynchronous Balanced Mode',
  19: 'Set Asynchronous Response Mode Extended',
  27: 'Set Asynchronous Balanced Mode Extended',
  35: 'Reset',
  43: 'Exchange identification',
  51: 'Set Normal Response Mode Extended',
  59: 'Beacon',
} as const;

export const LLC_CONTROL_FTYPE = {
  0: 'Information frame',
  1: 'Supervisory frame',
  3: 'Unnumbered frame',
} as const;

export const LLC_HPTEAM_PID = {
  2: 'HP Teaming heartbeat',
} as const;

export const LLC_FOUNDRY_PID = {
  8192: 'FDP',
} as const;

export const LLC_FORCE10_PID = {
  273: 'FEFD',
} as const;

export const LLC_APPLE_ATALK_PID = {
  32923: 'AppleTalk',
} as const;

export const LLC_IANA_PID = {
  1: 'MARS Data Messages (short form)',
  2: 'Reserved for future NHRP use',
  3: 'MARS/NHRP Control Messages',
  4: 'MARS Data Messages (long form)',
  5: 'SCSP',
  6: 'VRID',
  7: 'L2TP',
  8: 'VPN ID',
  9: 'MSDP-GRE-Protocol Type',
} as const;

export const LLC_CISCO_PID = {
  258: 'DRIP',
  260: 'PAgP',
  261: 'MLS Hello',
  264: 'RLQ BPDUs (request)',
  265: 'RLQ BPDUs (response)',
  267: 'PVSTP+',
  268: 'VLAN Bridge',
  273: 'UDLD',
  313: 'MCP',
  8192: 'CDP',
  8193: 'CGMP',
  8195: 'VTP',
  8196: 'DTP',
  8202: 'STP Uplink Fast',
} as const;

export const LLC_NORTEL_PID = {
  417: 'NDP flatnet hello',
  418: 'NDP segment hello',
  419: 'NDP bridge hello',
} as const;

export const LLC_APPLE_AWDL_PID = {
  2048: 'AWDL',
} as const;

export const LLC_CIMETRICS_PID = {
  1: 'U+4 MS/TP',
} as const;

export const LLC_EXTREME_PID = {
  187: 'EDP',
} as const;

export const LLC_WLCCP_PID = {
  0: 'WLCCP',
} as const;

export const LLC_BLUETOOTH_PID = {
  1: 'AMP_U L2CAP ACL data',
  2: 'AMP-C Activity Report',
  3: 'AMP-C Security frames',
  4: 'AMP-C Link supervision request',
  5: 'AMP-C Link supervision reply',
} as const;

export const BASICXID_LLC_XID_FORMAT = {
  129: 'LLC basic format',
} as const;

export const BASICXID_LLC_XID_TYPES = {
  1: 'Type 1 LLC (Class I LLC)',
  2: 'Type 2 LLC',
  3: 'Type 1 and Type 2 LLCs (Class II LLC)',
  4: 'Type 3 LLC',
  5: 'Type 1 and Type 3 LLCs (Class III LLC)',
  6: 'Type 2 and Type 3 LLCs',
  7: 'Type 1 and Type 2 and Type 3 LLCs (Class IV LLC)',
} as const;
