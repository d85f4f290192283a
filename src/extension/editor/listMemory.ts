/** How the user wants the packet list, kept for all captures. */
import type * as vscode from 'vscode';
import type { ListSettings } from '../../webview/protocol/messages';
import type { EditorWorld } from './captureEditor';

const KEY = 'list';

/** The design's own columns and times. */
const untouched: ListSettings = { columns: null, widths: {}, time: 'relative', history: [] };

export function listMemory(memory: vscode.Memento): EditorWorld['list'] {
  return {
    get: () => memory.get<ListSettings>(KEY) ?? untouched,
    set: async list => {
      await memory.update(KEY, list);
    },
  };
}
