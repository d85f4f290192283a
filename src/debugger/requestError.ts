/** A request that cannot be served, in one sentence for the person who asked. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  /**
   * @param message says what is wrong and what to do
   * @param link an address that helps, and the words to show for it
   */
  constructor(
    message: string,
    readonly link: { readonly url: string; readonly label: string } | null = null,
  ) {
    super(message);
  }
}
