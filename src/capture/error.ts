/** Why a capture cannot be opened or read: `message` is a sentence for people, without the file's name. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
}
