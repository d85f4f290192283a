/** What comparison operators ask of two values. */
import type { CompareOperator } from './syntax';

/** Operators that compare values by order. */
export type OrderOperator = Exclude<CompareOperator, 'contains' | 'matches'>;

/** Whether a comparison's outcome, as `Compare` gives it, is what the operator asks for. */
export type Asks = (order: number) => boolean;

export const ASKS: Readonly<Record<OrderOperator, Asks>> = {
  '==': order => order === 0,
  '===': order => order === 0,
  '!=': order => order !== 0,
  '!==': order => order !== 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
};
