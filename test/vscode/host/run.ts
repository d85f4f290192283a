/** The suites of a workspace that is trusted. */
import { captureSuite } from './captureSuite';
import { configurationsSuite } from './configurationsSuite';
import { debugSuite } from './debugSuite';
import { decisionsSuite } from './decisionsSuite';
import { documentsSuite } from './documentsSuite';
import { followingSuite } from './followingSuite';
import { kernelSuite } from './kernelSuite';
import { languageSuite } from './languageSuite';
import { movementSuite } from './movementSuite';
import { recordingSuite } from './recordingSuite';
import { runSuites } from './suites';
import { testingSuite } from './testingSuite';

/** Called by VS Code. Rejects when a test failed. */
export function run(): Promise<void> {
  return runSuites(() => {
    debugSuite();
    movementSuite();
    documentsSuite();
    decisionsSuite();
    configurationsSuite();
    kernelSuite();
    testingSuite();
    languageSuite();
    captureSuite();
    recordingSuite();
    followingSuite();
  });
}
