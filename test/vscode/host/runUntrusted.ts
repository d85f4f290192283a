/** The suite of a workspace that is not trusted. */
import { runSuites } from './suites';
import { untrustedSuite } from './untrustedSuite';

/** Called by VS Code. Rejects when a test failed. */
export function run(): Promise<void> {
  return runSuites(untrustedSuite);
}
