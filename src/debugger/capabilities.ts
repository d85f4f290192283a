/** What the session serves, as `initialize` answers: nothing is claimed that is not. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { exceptionFilters } from './breakpoints/exceptions';

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: exceptionFilters.map(filter => ({
    filter: filter.id,
    label: filter.label,
    description: filter.description,
    default: filter.byDefault,
    supportsCondition: true,
    conditionDescription: 'A display filter, as ipv6.hlim < 2',
  })),
  supportsStepBack: true,
  supportsRestartFrame: true,
  supportsRestartRequest: true,
  supportsGotoTargetsRequest: true,
  supportsTerminateRequest: true,
  supportsCancelRequest: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsEvaluateForHovers: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsLoadedSourcesRequest: true,
  supportsReadMemoryRequest: true,
  supportsValueFormattingOptions: true,
  supportsSteppingGranularity: false,
};
