/** The stack's face to the floors above: what replay, config and debugger may call. */
export * from './host';
export * from './recorder';
export * from './trace';
