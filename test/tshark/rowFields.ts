/** What is asked of tshark for the rows of its list. */
export const rowFields = [
  'frame.protocols',
  '_ws.col.Source',
  '_ws.col.Destination',
  '_ws.col.Protocol',
  '_ws.col.Info',
  'tcp.window_size_value',
] as const;
