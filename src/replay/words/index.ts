/**
 * The sentences about what became of a packet: one place for the command line, the debugger and the editor.
 */
export { answer, outcomeWords, question } from './answers';
export { toldCandidates } from './candidates';
export { sentSentence, sentSentences } from './sent';
export {
  bytesText,
  fill,
  formatAddress,
  formatValue,
  isSourced,
  operandValue,
  type ZoneName,
} from './values';
export { type Happened, reason, verdictSentence } from './verdict';
