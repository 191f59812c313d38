// The places of a slider: a step is what an arrow key moves by.

import type { Control } from "./types";

/** The nearest place of the slider. */
export function onStep({ low, high, step }: Control, value: number): number {
  if (value >= high) return high;
  return Number((low + Math.round((value - low) / step) * step).toPrecision(10));
}

/** Where some steps from a value lead; the ends of the slider hold. */
export function stepped(control: Control, from: number, steps: number): number {
  return onStep(control, Math.min(control.high, Math.max(control.low, from + steps * control.step)));
}
