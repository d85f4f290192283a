/** How the user wants the packet list, kept for all captures. */
import type * as vscode from 'vscode';
import { designList } from '../../webview/protocol/designList';
import type { ListSettings } from '../../webview/protocol/messages';
import type { EditorWorld } from './captureEditor';

const KEY = 'list';

export function listMemory(memory: vscode.Memento): EditorWorld['list'] {
  return {
    get: () => memory.get<ListSettings>(KEY) ?? designList,
    set: async list => {
      await memory.update(KEY, list);
    },
  };
}
