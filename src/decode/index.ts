/** What higher floors may use of the decoder. */
import './protocols';

export { AddressTable } from './addressTable';
export { CaptureDecoder } from './captureDecoder';
export { ColumnFilter } from './columnFilter';
export { FrameColumns } from './columns';
export { type ColumnText, ColumnTexts } from './columnText/columnTexts';
export { decodeLines, type FrameFilter, matchingFrames } from './decodeCommand';
export { Decoder } from './decoder';
export {
  COMPUTED,
  Dissection,
  EXPERT,
  type FrameInfo,
  GENERATED,
  HIDDEN,
  LATE,
  LITTLE,
  TEXT,
} from './dissection';
export { SEVERITY } from './expert';
export { FrameDecoder } from './frameDecoder';
export { type LayerNode, layers } from './layers';
export { type ValueNames, valueName } from './names/valueNames';
export {
  allFields,
  type Base,
  type FieldId,
  type FieldInfo,
  type FieldType,
  fieldCount,
  fieldInfo,
  fieldNamed,
  fieldsNamed,
} from './registry';
export { selectFrames } from './selectFrames';
export { fieldText, wideValue } from './text';
