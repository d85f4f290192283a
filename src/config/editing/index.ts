/** What an editor asks about a `.stack` file while it is written: loaded when the first one is open. */
export { type Edit, formatEdits } from '../format';
export { parseStack } from '../parse/stack';
export { isInterfaceName } from '../values';
export { completeStack, type Offer } from './complete';
export { type Meaning, meaningAt } from './hover';
export { type InterfacePlace, interfacePlaces, placesOfInterfaceAt } from './interfaces';
export { type CommandLine, expectLines, replayLines, usableLines } from './lines';
export { type Fold, foldsOf, type OutlineEntry, outlineOf } from './outline';
export { type ShownProblem, stackProblems } from './problems';
export { type StackTests, stackTests } from './tests';
