// What a person is likely to ask for next: a step further on the control at hand, or a step back; before anything is
// touched, one of the other policies.

import { query, type State } from "./state";
import { stepped } from "./steps";
import type { About, Control } from "./types";

/** The control that was touched last, and which way it was moved: 1 up, -1 down, 0 not yet. */
export interface Hand {
  control: Control;
  way: number;
}

const FEW = 3;

/** The next settings, the likeliest first, as they are asked for. */
export function likelyNext(state: State, about: About, hand: Hand | null): string[] {
  if (!hand) return others(state, about);
  const { path } = hand.control;
  return nextValues(state, hand).map((value) => query({ ...state, values: new Map(state.values).set(path, value) }));
}

function others(state: State, about: About): string[] {
  const names = about.policies.filter((one) => one.compared && one.name !== state.policy).map((one) => one.name);
  return names.filter((name) => name !== state.base).slice(0, FEW).map((policy) => query({ ...state, policy }));
}

function nextValues(state: State, { control, way }: Hand): number[] {
  const moved = state.values.get(control.path);
  if (control.names.length || control.switch) {
    const places = control.names.length ? [...control.names.keys()] : [0, 1];
    return places.filter((one) => one !== moved).slice(0, FEW);
  }
  const now = moved ?? control.at;
  const ways = way < 0 ? [-1, 1] : [1, -1];
  return ways.map((steps) => stepped(control, now, steps)).filter((value) => value !== now);
}
