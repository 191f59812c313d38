// What a person is likely to ask for next: where the pointer rests, a step further on the control at hand or a step back,
// where page keys and the ends lead, then places over all of it, of which one is near to wherever a drag goes; before
// anything is touched, one of the other policies.

import type { Hand } from "./hands";
import { query, type State } from "./state";
import { PAGE, spread, stepped } from "./steps";
import type { About, Control } from "./types";

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

function nextValues(state: State, hand: Hand): number[] {
  const { control } = hand;
  const moved = state.values.get(control.path);
  if (control.names.length || control.switch) {
    const places = control.names.length ? [...control.names.keys()] : [0, 1];
    return places.filter((one) => one !== moved).slice(0, FEW);
  }
  const there = moved ?? (control.fixed ? control.at : undefined);
  return [...new Set(onSlider(hand, moved ?? control.at))].filter((value) => value !== there);
}

/** A pointer may go anywhere: until it has moved the slider, places over all of it come before steps, and alone while it
    holds it. */
function onSlider({ control, way, under, isByKey, lies, holds }: Hand, now: number): number[] {
  const all = spread(control, now, way);
  if (holds()) return under === null ? all : [under, ...all];
  const bothWays = (steps: number) => (way < 0 ? [-steps, steps] : [steps, -steps]).map((some) => stepped(control, now, some));
  const steps = bothWays(1).filter((value) => value !== now);
  const far = lies() ? all : [];
  if (isByKey) return [...steps, ...bothWays(PAGE), ...endsOf(control, way), ...far];
  const here = under === null ? [] : [under];
  return way === 0 ? [...here, ...far, ...steps] : [...here, ...steps, ...far];
}

function endsOf(control: Control, way: number): number[] {
  const ends = [stepped(control, control.low, 0), control.high];
  return way < 0 ? ends : ends.reverse();
}
