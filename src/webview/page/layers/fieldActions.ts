/** What can be done with a field: from its menu, and by keys. */
import { hostRequests } from '../../protocol/messages';
import type { FieldLine } from '../../protocol/packet';
import type { MenuItems } from '../menu/menu';
import type { ShownPacket } from '../packet/shownPacket';
import type { Store } from '../store';
import { fieldWords } from '../words';

export class FieldActions {
  constructor(
    private readonly store: Store,
    private readonly packet: ShownPacket,
    private readonly line: FieldLine,
  ) {}

  get menu(): MenuItems {
    const { line } = this;
    return [
      { label: fieldWords.copyValue, detail: fieldWords.keys.copyValue, run: () => this.copyValue() },
      { label: fieldWords.copyFilter, disabled: line.filter === '', run: () => this.copy(line.filter) },
      { label: fieldWords.copyName, run: () => this.copy(line.name) },
      null,
      {
        label: fieldWords.apply,
        detail: fieldWords.keys.apply,
        disabled: line.filter === '',
        run: () => this.apply(),
      },
      {
        label: fieldWords.breakOnChange,
        detail: fieldWords.keys.breakOnChange,
        disabled: this.watched === '',
        run: () => this.breakOnChange(),
      },
    ];
  }

  copyValue(): void {
    this.copy(this.line.value === '' ? this.line.label : this.line.value);
  }

  /** Filters by this value, beside what else restricts the list. */
  apply(): void {
    const { filter } = this.line;
    if (filter !== '') void this.store.show({ ...this.store.view, filter });
  }

  breakOnChange(): void {
    const expression = this.watched;
    if (expression === '') return;
    void this.store.ask(hostRequests.breakOnChange, { expression });
  }

  /** What is watched for changes: the field, or a layer's bytes. Packets that were sent change no more. */
  private get watched(): string {
    const { name, depth, span, generated } = this.line;
    if (this.packet.version.startsWith('out:') || generated || span.length === 0) return '';
    return depth === 0 ? `frame[${span.offset}:${span.length}]` : name;
  }

  private copy(text: string): void {
    void this.store.ask(hostRequests.copy, { text });
  }
}
