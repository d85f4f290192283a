/** Values that the user sets where the session stands: the event is run again from there with them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { parseChange } from './change';
import type { MovementParts } from './movement';
import type { Change } from './timeline';

/** Bytes of the packet that a change may have touched: the longest there is. */
const MEMORY_SHOWN = 65_575;

export class UserChanges {
  constructor(private readonly parts: MovementParts) {}

  /** `setVariable`. Throws RequestError with what can be set. */
  setVariable(args: DebugProtocol.SetVariableArguments): DebugProtocol.SetVariableResponse['body'] {
    return { value: this.change(this.parts.reading.shown.expressionOf(args), args.value) };
  }

  /** `setExpression`. Throws RequestError with what can be set. */
  setExpression(args: DebugProtocol.SetExpressionArguments): DebugProtocol.SetExpressionResponse['body'] {
    return { value: this.change(args.expression, args.value) };
  }

  private change(expression: string, value: string): string {
    const { timeline, reading, conversation, consoleLines } = this.parts;
    const at = reading.standing();
    const change = parseChange(expression, value, at, reading.evaluator, timeline);
    this.changeBefore(change, expression);
    reading.shown.clear();
    consoleLines.changed(at, `${expression} = ${value}`);
    conversation.invalidated(['all']);
    conversation.position({ ...reading.position(), by: 0 });
    conversation.memory(reading.packetMemory(), MEMORY_SHOWN);
    return reading.evaluator.text(expression, at) ?? value;
  }

  /**
   * Makes a change so that the decision of the moment is taken with the new value: right after the decision
   * before it. Where what follows from that one makes another value of it, the change is made at the moment
   * itself.
   */
  private changeBefore(change: Change, expression: string): void {
    const { timeline, reading } = this.parts;
    const { at } = change;
    const changedHere = timeline.changesOf(at.event).some(one => one.at.step === at.step);
    const undo = timeline.change(change);
    const wanted = reading.evaluator.text(expression, at);
    const { steps } = timeline.recorded(at.event);
    const before = at.step - 1;
    if (changedHere || before < 0 || steps[before].packetNumber !== steps[at.step]?.packetNumber) return;
    undo();
    const undoBefore = timeline.change({ ...change, at: { event: at.event, step: before } });
    const point = timeline.recorded(at.event).steps[at.step]?.point;
    if (point === steps[at.step].point && reading.evaluator.text(expression, at) === wanted) return;
    undoBefore();
    timeline.change(change);
  }
}
