/** Lines on their way out, in large pieces. */

const PIECE = 1 << 16;

/** Gathers lines and hands them on as UTF-8 bytes. */
export class Lines {
  private text = '';
  private readonly encoder = new TextEncoder();

  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  /** Adds a line; its end is added. */
  line(text: string): void {
    this.text += `${text}\n`;
    if (this.text.length >= PIECE) this.flush();
  }

  /** Hands on what is there. */
  flush(): void {
    const { text } = this;
    this.text = '';
    if (text !== '') this.write(this.encoder.encode(text));
  }
}
