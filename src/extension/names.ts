/** Names that the manifest and the code share. */

/** Debug type of launch configurations. */
export const DEBUG_TYPE = 'packet';
/** View type of the capture editor that opens captures by default. */
export const CAPTURE_EDITOR = 'packetDebugger.capture';
/** Scheme of the read-only documents that show the engine's source. */
export const ENGINE_SCHEME = 'packet-engine';
/** Scheme of the read-only documents that show the steps of a packet. */
export const TRACE_SCHEME = 'packet-trace';
/** Language of `.stack` files. */
export const STACK_LANGUAGE = 'packet-stack';
/** Language of the engine's documents: TypeScript's colours without its language service. */
export const ENGINE_LANGUAGE = 'packet-engine';
