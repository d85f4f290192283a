/** Journeys through the main paths as a user walks them, in the real VS Code in a real browser: one server and one browser, a window each. */
import { Editor } from './editor';
import { debuggerJourney } from './journeys/debugger';
import { debuggingJourney } from './journeys/debugging';
import { machineJourney } from './journeys/machine';
import { readingJourney } from './journeys/reading';

describe('journeys in VS Code', () => {
  let editor: Editor;
  const started = () => editor;

  before(async () => {
    editor = await Editor.start({ installed: true });
  });
  after(() => editor?.stop());

  debuggerJourney(started);
  readingJourney(started);
  debuggingJourney(started);
  machineJourney(started);
});
