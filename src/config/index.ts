/** The `.stack` language: parsing, checking, printing, and applying it to a host. */
export * from './apply/command';
export { ipfwLines } from './apply/ipfw';
export type { StackApi } from './apply/scope';
export { checkStack } from './check/stack';
export * from './errno';
export { baseName, captureNameProblem, isCaptureName } from './fileName';
export * from './format';
export { type InterfaceKind, interfaceKind } from './interfaceKind';
export * from './lexer';
export * from './machine';
export * from './nodes';
export * from './parse/stack';
export * from './print';
export { timeText } from './print/scenario';
export * from './problem';
export * from './reference';
export * from './text';
export { addressOf, isInterfaceName, needsZone, placedInterface, timeOf } from './values';
