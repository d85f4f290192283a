/** What a protocol says in the columns. */
import type { FieldId } from '../registry';
import type { Layer } from './layer';
import type { Row } from './row';

export interface Words {
  readonly protocol: FieldId;
  /** The fields that `say` looks at. */
  readonly fields: readonly FieldId[];
  /** What the row says as soon as the protocol is reached, before any of it was read; absent: nothing. */
  readonly begin?: (row: Row) => void;
  /** Words the layer, which has begun. */
  readonly say: (row: Row, layer: Layer) => void;
  /** What follows is a packet that this one quotes: it says nothing. */
  readonly quotes?: boolean;
}
