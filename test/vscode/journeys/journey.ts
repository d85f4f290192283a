/**
 * A journey: steps in one window, of which each begins where the one before it ended. Every step leaves a
 * screenshot in out/screenshots.
 */
import type { Editor, WindowOptions } from '../editor';
import { CaptureWindow } from './captureWindow';

/** Gives the editor of all journeys, once it runs. */
export type Started = () => Editor;

/**
 * @param prepare what the workspace needs before the window opens
 * @param steps declares the steps; `at` gives the window
 */
export function journey(
  name: string,
  started: Started,
  options: WindowOptions & { readonly prepare?: (workspace: string) => void },
  steps: (at: () => CaptureWindow) => void,
): void {
  describe(name, () => {
    let window: CaptureWindow;
    let failed = false;
    before(async () => {
      options.prepare?.(started().workspace);
      window = await CaptureWindow.open(started(), options);
    });
    after(() => window?.close());
    beforeEach(function () {
      if (failed) this.skip();
    });
    afterEach(async function () {
      failed ||= this.currentTest?.state === 'failed';
      await window.picture(`${name} ${this.currentTest?.title}`);
    });
    steps(() => window);
  });
}
