/** What VS Code loads. The languages need no code; the debugger and the capture editor are activated from here. */
import type { ExtensionContext } from 'vscode';

/** Called by VS Code when something the extension contributes is first used. */
export function activate(_context: ExtensionContext): void {}
