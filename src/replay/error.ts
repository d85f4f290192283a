/** Why a replay cannot start or go on; `message` is a sentence for people that says what to do. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}
