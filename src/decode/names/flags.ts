/** Names of flags that many protocols share. */

export const SET = {
  1: 'Set',
  0: 'Not set',
} as const;

export const TRUE_FALSE = {
  1: 'True',
  0: 'False',
} as const;

export const YES_NO = {
  1: 'Yes',
  0: 'No',
} as const;

export const PRESENT = {
  1: 'Present',
  0: 'Not Present',
} as const;
