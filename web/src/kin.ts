// Settings that differ from the one that is wanted in one number alone. One of them may be seen until the answer is here.

import { query, type State } from "./state";
import type { Control } from "./types";

export class Kin {
  private before: string;
  private after: string;
  private untouched: string;

  /** All that agree with a state in everything but the number of a control, which is wanted to be something. */
  constructor(
    state: State,
    private control: Control,
    readonly wanted: number,
  ) {
    const values = new Map(state.values);
    const whole = query({ ...state, values: values.set(control.path, wanted) });
    const name = `&${new URLSearchParams({ [`set.${control.path}`]: "" })}`;
    const end = whole.indexOf(name) + name.length;
    this.before = whole.slice(0, end);
    this.after = whole.slice(end).replace(/^[^&]*/, "");
    values.delete(control.path);
    this.untouched = query({ ...state, values });
  }

  get label(): string {
    return this.control.label;
  }

  /** Whether a number of it stands for all worlds: not where the control is untouched and the number is drawn. */
  isOne(query: string): boolean {
    return query !== this.untouched || this.control.fixed;
  }

  /** The number of a setting; null for one that is no kin. An untouched control stands at the middle of what is drawn. */
  numberOf(query: string): number | null {
    if (query === this.untouched) return this.control.at;
    const { before, after } = this;
    if (!query.startsWith(before) || !query.endsWith(after) || query.length <= before.length + after.length) return null;
    const number = Number(query.slice(before.length, query.length - after.length));
    return Number.isFinite(number) ? number : null;
  }

  /** How far a setting is from what is wanted; no kin is farther than any. */
  distance(query: string): number {
    const number = this.numberOf(query);
    return number === null ? Infinity : Math.abs(number - this.wanted);
  }
}

/** The sliders of which a number lies between others: what has names, or is on or off, has no nearest. */
export function hasBetween(control: Control): boolean {
  return !control.names.length && !control.switch;
}
