/**
 * True in the recording build of the stack, false in the running build: a constant of the bundler,
 * which drops from the running build all that it guards.
 */
declare const RECORDING: boolean;
