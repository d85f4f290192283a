/** The sentences about what became of a packet: one place for the command line, the debugger and the editor. */
export { answer, outcomeWords, question } from './answers';
export { sentSentence, sentSentences } from './sent';
export { fill, formatAddress, formatValue, operandValue, type ZoneName } from './values';
export { type Happened, reason, verdictSentence } from './verdict';
