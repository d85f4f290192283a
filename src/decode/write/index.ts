/** Fields written into packets: by the user of a debug session, and by programs of a `.stack` file. */
import '../protocols';

export { type FieldLayout, type FieldPlace, type FieldSlice, placeOf, sliceOf } from './place';
export { encodeValue, largestValue, writeValue } from './value';
export { type WritableField, writableField, writableFields } from './writable';
