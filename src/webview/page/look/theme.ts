/** Tells what draws with colours read from the theme when the theme has changed. */

const listeners = new Set<() => void>();
let watching: MutationObserver | null = null;

/** Calls `listener` when VS Code changes the theme's class or variables; what is returned ends that. */
export function onThemeChange(listener: () => void): () => void {
  if (watching === null) {
    watching = new MutationObserver(() => {
      for (const one of listeners) one();
    });
    const attributes = { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] };
    watching.observe(document.body, attributes);
    watching.observe(document.documentElement, attributes);
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Resolves the value of a colour, as `color-mix(…)` or a variable, to what a canvas takes. */
export function resolveColor(element: HTMLElement, color: string): string {
  element.style.setProperty('color', color);
  const resolved = getComputedStyle(element).color;
  element.style.removeProperty('color');
  return resolved;
}
