/** Keys that the page takes for itself. What it does not take reaches VS Code. */

/** Takes a key: neither the browser nor VS Code, which listens at the window, sees it. */
export function claim(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

/** True when a key would type into what has the focus. */
export function isTyping(event: Event): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** A key with its modifiers: `Ctrl+f`, `Shift+ArrowDown`, `]`. Ctrl stands for Cmd too. */
export function chord(event: KeyboardEvent): string {
  const { key } = event;
  const printed = key.length === 1;
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && !printed ? 'Shift+' : '',
  ];
  return parts.join('') + (printed ? key.toLowerCase() : key);
}
