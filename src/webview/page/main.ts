/** The capture editor's page begins here: it reaches the extension, and shows the editor. */
import './captureEditor';
import { Channel, type Message } from '../protocol/channel';
import { type Kept, Store } from './store';

/** What VS Code gives a page. */
interface VsCode {
  postMessage(message: Message): void;
  getState(): Kept | undefined;
  setState(kept: Kept): void;
}
declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const channel = new Channel(message => vscode.postMessage(message));
window.addEventListener('message', ({ data }: MessageEvent<Message>) => channel.receive(data));
const store = new Store(channel, kept => vscode.setState(kept));
const editor = document.createElement('pd-capture-editor');
editor.store = store;
document.body.append(editor);
void store.orTell(store.begin(vscode.getState() ?? null));
