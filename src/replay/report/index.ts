/** One packet told to somebody else. */
export { packetReport, type Reported } from './report';
