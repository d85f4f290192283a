/**
 * Protocols of Wireshark whose names could be bytes: `eth.dst[0] == ff` compares with FOUNDATION Fieldbus,
 * which no frame of ours has, and not with the byte ff, which is written `0xff` or `:ff`.
 */
export const foreignProtocols: ReadonlySet<string> = new Set([
  'a11',
  'a21',
  'a615a',
  'aaf',
  'acf',
  'adb',
  'bfd',
  'c1222',
  'c15',
  'dc',
  'dcc',
  'e100',
  'e164',
  'e212',
  'fc',
  'fc00',
  'fefd',
  'ff',
]);
