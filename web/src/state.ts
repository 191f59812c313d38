// The state of the page is its address: every number moved, every claim switched, the seed, the pins.

import type { About } from "./types";

export interface State {
  base: string;
  policy: string;
  seed: number;
  values: Map<string, number>;
  claims: Map<string, boolean>;
  pins: string[];
  world: number | null;
}

export const MOST_PINS = 3;

export function untouched(about: About): State {
  const other = about.policies.find((one) => one.compared && one.name !== about.base);
  return {
    base: about.base,
    policy: (other ?? about.policies[0]).name,
    seed: 1,
    values: new Map(),
    claims: new Map(),
    pins: [],
    world: null,
  };
}

/** What the server is asked with, and what a link holds of one setting. Sorted, so that equal states are equal texts. */
export function query(state: State): string {
  const parts = new URLSearchParams({ base: state.base, policy: state.policy, seed: String(state.seed) });
  for (const [path, value] of [...state.values].sort()) parts.set(`set.${path}`, String(value));
  for (const [name, truth] of [...state.claims].sort()) parts.set(`claim.${name}`, String(truth));
  return parts.toString();
}

/** The whole link, with the model that it was made with, so that a later reader is told if it has changed. */
export function link(state: State, about: About): string {
  return linkTo(query(state), state, about);
}

/** A link to some setting; what is pinned, the scenario and the key stay. */
export function linkTo(setting: string, state: Pick<State, "pins" | "world">, about: About): string {
  const parts = new URLSearchParams(setting);
  parts.set("model", about.model);
  if (state.world !== null) parts.set("world", String(state.world));
  for (const pin of state.pins) parts.append("pin", pin);
  const held = key();
  if (held) parts.set("key", held);
  if (scenario()) parts.set("scenario", scenario());
  return `?${parts}`;
}

/** Under what mark a scenario that came in through the page is open; empty for the one that was started. */
export function scenario(): string {
  return new URLSearchParams(location.search).get("scenario") ?? "";
}

export function key(): string {
  return new URLSearchParams(location.search).get("key") ?? "";
}

/** A claim that is taken for true and cannot be beside this one, as one of both says that the other is wrong. */
function opponent(claim: string, state: State, about: About): string | undefined {
  const against = new Map(about.claims.map((one) => [one.name, one.contradicts]));
  const held = [...state.claims].filter(([name, truth]) => truth && name !== claim).map(([name]) => name);
  return held.find((name) => against.get(name)?.includes(claim) || against.get(claim)?.includes(name));
}

/** What became of an address: the state; what was left out, as it is unknown here or has no such value; claims that were
    left out, each with the one that it contradicts; what was out of its range, and was brought to the nearest end; and
    what of the address was taken. */
export interface Taken {
  state: State;
  left: string[];
  opposed: [string, string][];
  brought: string[];
  search: string;
}

export function fromAddress(search: string, about: About): Taken {
  const state = untouched(about);
  const taken: Taken = { state, left: [], opposed: [], brought: [], search: "" };
  const parts = new URLSearchParams();
  const controls = new Map(about.controls.map((one) => [one.path, one]));
  for (const [name, text] of new URLSearchParams(search)) {
    const control = name.startsWith("set.") ? controls.get(name.slice(4)) : undefined;
    if (control && text.trim() !== "" && Number.isFinite(Number(text))) {
      const near = control.switch || control.names.length ? Math.round(Number(text)) : Number(text);
      const value = Math.min(Math.max(near, control.least), control.most);
      if (value !== Number(text)) taken.brought.push(`${control.path} from ${text} to ${value}`);
      state.values.set(control.path, value);
      parts.append(name, String(value));
    } else if (takes(state, name, text, taken, about)) parts.append(name, text);
  }
  taken.search = parts.size ? `?${parts}` : "";
  return taken;
}

/** Take a part of an address that is no number of the scenario, or note why not. */
function takes(state: State, name: string, text: string, { left, opposed }: Taken, about: About): boolean {
  const claim = name.startsWith("claim.") && about.claims.some((one) => name === `claim.${one.name}`) ? name.slice(6) : "";
  if (claim && /^(true|false)$/.test(text)) {
    const other = text === "true" ? opponent(claim, state, about) : undefined;
    if (other !== undefined) opposed.push([claim, other]);
    else state.claims.set(claim, text === "true");
    return other === undefined;
  }
  if ((name === "base" || name === "policy") && about.policies.some((one) => one.name === text)) state[name] = text;
  else if (name === "seed" && /^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) state.seed = Number(text);
  else if (name === "world" && /^\d{1,6}$/.test(text) && Number(text) < about.most) state.world = Number(text);
  else if (name === "pin" && state.pins.length < MOST_PINS) state.pins.push(text);
  else if (!["model", "key", "scenario"].includes(name)) {
    left.push(`${name}=${text.slice(0, 20)}`);
    return false;
  }
  return true;
}
