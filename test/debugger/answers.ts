/** What a session answers to the requests whose answers tests look into. */
import type { DebugProtocol } from '@vscode/debugprotocol';

export interface Answers {
  initialize: DebugProtocol.Capabilities;
  setBreakpoints: DebugProtocol.SetBreakpointsResponse['body'];
  setFunctionBreakpoints: DebugProtocol.SetFunctionBreakpointsResponse['body'];
  setDataBreakpoints: DebugProtocol.SetDataBreakpointsResponse['body'];
  dataBreakpointInfo: DebugProtocol.DataBreakpointInfoResponse['body'];
  breakpointLocations: DebugProtocol.BreakpointLocationsResponse['body'];
  stackTrace: DebugProtocol.StackTraceResponse['body'];
  scopes: DebugProtocol.ScopesResponse['body'];
  variables: DebugProtocol.VariablesResponse['body'];
  evaluate: DebugProtocol.EvaluateResponse['body'];
  completions: DebugProtocol.CompletionsResponse['body'];
  gotoTargets: DebugProtocol.GotoTargetsResponse['body'];
  exceptionInfo: DebugProtocol.ExceptionInfoResponse['body'];
  readMemory: DebugProtocol.ReadMemoryResponse['body'];
  loadedSources: DebugProtocol.LoadedSourcesResponse['body'];
  setVariable: DebugProtocol.SetVariableResponse['body'];
  setExpression: DebugProtocol.SetExpressionResponse['body'];
}
