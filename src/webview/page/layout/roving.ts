/** A group of buttons that is one tab stop: Left and Right, Home and End move within it. */
import { claim } from './keys';

/** Handles a key on one of `buttons`; true when it moved the focus. */
export function rove(event: KeyboardEvent, buttons: readonly HTMLElement[]): boolean {
  const at = buttons.indexOf(event.composedPath()[0] as HTMLElement);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
  const last = buttons.length - 1;
  const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
  if (next === undefined) return false;
  claim(event);
  const target = buttons[Math.max(0, Math.min(next, last))];
  for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  target.focus();
  return true;
}

/** Keeps exactly one of the buttons in the tab order, also when the one that was is gone. */
export function oneTabStop(buttons: readonly HTMLElement[]): void {
  const kept = buttons.find(button => button.tabIndex === 0 && !(button as HTMLButtonElement).disabled);
  const stop = kept ?? buttons.find(button => !(button as HTMLButtonElement).disabled);
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}
