/** What an editor shows, as files for other programs. */
export { AnnotatedCapture } from './annotatedCapture';
export { CaptureFiles, type CaptureLine, captureLines } from './captureFiles';
export { FrameOutcomes } from './outcomes';
export { packetsFile, type WantedFrames } from './packetsFile';
export { joined, type Piece } from './piece';
export { type ExportedRow, type RowColumns, rowsFile, type WantedRows } from './rowsFile';
export { SentCapture, type Wants } from './sentCapture';
export { sentFile, type WantedOutputs } from './sentFile';
