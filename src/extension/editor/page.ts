/**
 * The document in which the capture editor's page runs: one script, and no style or request that is not ours.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Fills a panel with the page. Nothing is fetched but the script that ships with the extension. */
export function fillPage(webview: vscode.Webview, extension: vscode.Uri): void {
  const dist = vscode.Uri.joinPath(extension, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'page.js'));
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  webview.html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Capture</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">html, body { height: 100%; margin: 0; padding: 0 !important; overflow: hidden; }</style>
</head><body><script nonce="${nonce}" src="${script.toString()}"></script></body></html>`;
}
