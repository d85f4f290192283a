/** The `.stack` language: parsing, checking, printing, and applying it to a host. */
export * from './apply/command';
export type { StackApi } from './apply/scope';
export { baseName, captureExtensions } from './check/scenario';
export { checkStack, isMachineCommand } from './check/stack';
export * from './errno';
export * from './lexer';
export * from './machine';
export * from './nodes';
export * from './parse/stack';
export * from './print';
export * from './problem';
export * from './reference';
export * from './text';
export { addressOf, needsZone, timeOf } from './values';
