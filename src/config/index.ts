/** The `.stack` language: parsing, checking, printing, and applying it to a host. */
export * from './errno';
export * from './lexer';
export * from './nodes';
export * from './parse/stack';
export * from './problem';
export * from './text';
export { addressOf, needsZone, timeOf } from './values';
