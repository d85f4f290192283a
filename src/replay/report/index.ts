/** One packet told to somebody else. */
export { hexDump, ROW_BYTES } from './hexDump';
export { packetReport, type Reported } from './report';
