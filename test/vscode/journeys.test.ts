/**
 * Journeys through the main paths as a user walks them, in the real VS Code in a real browser: one server and
 * one browser, a window each.
 */
import { Editor } from './editor';
import { debuggerJourney } from './journeys/debugger';
import { debuggingJourney } from './journeys/debugging';
import { expectationsJourney } from './journeys/expectations';
import { keyboardJourney } from './journeys/keyboard';
import { machineJourney } from './journeys/machine';
import { millionJourney } from './journeys/million';
import { readingJourney } from './journeys/reading';
import { sizesJourneys } from './journeys/sizes';

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
  expectationsJourney(started);
  keyboardJourney(started);
  sizesJourneys(started);
  millionJourney(started);
  machineJourney(started);
});
