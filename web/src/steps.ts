// The places of a slider: a step is what an arrow key moves by.

import type { Control } from "./types";

/** So many steps a page key moves by. */
export const PAGE = 10;
/** So many places stand for a whole slider, both ends among them. */
const PLACES = 11;

/** The nearest place of the slider. */
export function onStep({ low, high, step }: Control, value: number): number {
  if (value >= high) return high;
  return Number((low + Math.round((value - low) / step) * step).toPrecision(10));
}

/** Where some steps from a value lead; the ends of the slider hold. */
export function stepped(control: Control, from: number, steps: number): number {
  return onStep(control, Math.min(control.high, Math.max(control.low, from + steps * control.step)));
}

/** Places that lie evenly over the slider: every other one first, so that few of them say something of all of it, and
    the nearest to a value first; what lies against the way that a hand goes, later. */
export function spread(control: Control, from: number, way: number): number[] {
  const wide = (control.high - control.low) / (PLACES - 1);
  const places = Array.from({ length: PLACES }, (_, place) => onStep(control, control.low + place * wide));
  const far = (value: number) => Math.abs(value - from) * ((value - from) * way < 0 ? 2 : 1);
  const nearestFirst = (some: number[]) => some.sort((one, other) => far(one) - far(other));
  const round = (odd: number) => nearestFirst(places.filter((_, place) => place % 2 === odd));
  return [...new Set([...round(0), ...round(1)])];
}
