/** Captures driven through a host in virtual time, and what became of every frame in words. */
export * from './arrivals';
export * from './checkpoints';
export * from './compare';
export * from './describe';
export * from './error';
export * from './expect';
export * from './jsonLines';
export * from './machine';
export * from './message';
export * from './order';
export * from './paths';
export * from './replay';
export * from './rows';
export * from './setup';
export * from './time';
export * from './words';
