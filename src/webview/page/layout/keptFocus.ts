/**
 * Keeps the focus where it was while another part of VS Code had it: VS Code gives it back to the page as a
 * whole.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Gives the focus back to what had it last; to `first` when nothing had, or when that is gone. */
export class KeptFocus implements ReactiveController {
  private last: HTMLElement | null = null;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly first: () => HTMLElement | null,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener('focusin', this.note);
    window.addEventListener('focus', this.giveBack);
  }

  hostDisconnected(): void {
    this.host.removeEventListener('focusin', this.note);
    window.removeEventListener('focus', this.giveBack);
  }

  private note = (event: FocusEvent): void => {
    const [focused] = event.composedPath();
    if (focused instanceof HTMLElement) this.last = focused;
  };

  private giveBack = (): void => {
    if (document.activeElement !== document.body) return;
    const kept = this.last?.isConnected ? this.last : this.first();
    kept?.focus();
  };
}
