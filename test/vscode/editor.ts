/** The real VS Code in a real browser: started once a suite, with a workspace of its own. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** What scripts/vscode/editor.mjs exports. */
interface EditorModule {
  installEditor(): void;
  startEditor(options: {
    data: string;
    settings?: object;
    keybindings?: object[];
    vsix?: string;
    environment?: Record<string, string>;
    driver?: boolean;
  }): Promise<{ port: number; stop(): void }>;
}

const browserOptions = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Loads a script of the project at run time: the test's bundle must not contain it. */
function script<T>(path: string): Promise<T> {
  return import(pathToFileURL(join(PROJECT_ROOT, path)).href);
}

/** What a window is like. */
export interface WindowOptions {
  readonly more?: string;
  /** CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Pixels of the screen a CSS pixel. */
  readonly scale?: number;
  /** The person has not asked for less motion. */
  readonly motion?: boolean;
}

/** A running editor with a fresh copy of the sample lab as its workspace. */
export class Editor {
  private constructor(
    /** Folder of the workspace. */
    readonly workspace: string,
    readonly port: number,
    private readonly temporary: string,
    private readonly browser: Browser,
    private readonly stopServer: () => void,
  ) {}

  /** Installs and starts it. `installed` puts the packed extension in, else it is loaded from its folder. */
  static async start(options: {
    installed: boolean;
    settings?: object;
    environment?: Record<string, string>;
  }): Promise<Editor> {
    const { installEditor, startEditor } = await script<EditorModule>('scripts/vscode/editor.mjs');
    const { packExtension } = await script<{ packExtension(folder: string): string }>(
      'scripts/vscode/open.mjs',
    );
    installEditor();
    const temporary = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
    const workspace = join(temporary, 'lab');
    mkdirSync(workspace);
    for (const file of ['router.stack', 'lab.pcapng']) {
      cpSync(join(PROJECT_ROOT, 'samples/ipv6-router', file), join(workspace, file));
    }
    const { port, stop } = await startEditor({
      data: join(temporary, 'data'),
      settings: { 'workbench.reduceMotion': 'auto', 'editor.minimap.enabled': false, ...options.settings },
      keybindings: [
        { key: 'ctrl+alt+shift+1', command: 'workbench.debug.viewlet.action.addFunctionBreakpointAction' },
        { key: 'ctrl+alt+shift+2', command: 'packetDebugger.decisions.focus' },
        { key: 'ctrl+alt+shift+4', command: 'workbench.action.debug.stepBack' },
        { key: 'ctrl+alt+shift+5', command: 'workbench.action.debug.reverseContinue' },
        {
          key: 'ctrl+alt+shift+6',
          command: 'workbench.action.openWalkthrough',
          args: 'packet-debugger.packet-debugger#start',
        },
        { key: 'ctrl+alt+shift+7', command: 'workbench.action.closeAllEditors' },
        { key: 'ctrl+alt+shift+8', command: 'testing.coverageAll' },
      ],
      ...(options.installed ? { vsix: packExtension(temporary) } : {}),
      environment: options.environment,
      driver: !options.installed,
    });
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: browserOptions });
    return new Editor(workspace, port, temporary, browser, stop);
  }

  /** A new window, as yet empty; `more` is added to the address of its workspace. */
  async window({ more = '', ...look }: WindowOptions = {}): Promise<Page> {
    const { width = 1600, height = 1200, scale = 1, motion = false } = look;
    const context = await this.browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      reducedMotion: motion ? 'no-preference' : 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    this.address = `http://127.0.0.1:${this.port}/?folder=${this.workspace}${more}`;
    return page;
  }

  /** Address of the window made last. */
  address = '';

  async stop(): Promise<void> {
    await this.browser.close();
    this.stopServer();
    rmSync(this.temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
