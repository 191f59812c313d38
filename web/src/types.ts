// What the server sends. It computes every number; the page only draws.

export interface Interval {
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface Bands {
  q05: number[];
  q25: number[];
  q50: number[];
  q75: number[];
  q95: number[];
}

export interface Contrast extends Interval {
  unit: string;
  higher: number;
  lower: number;
  alike: number;
}

export interface Policy {
  name: string;
  title: string;
  end: string;
  bands: Bands;
  /** Share of worlds that still have control, at the start and at the end of each tick, with its 95 % interval. */
  survival: number[] | null;
  survival_low: number[] | null;
  survival_high: number[] | null;
  /** How many still had it just before. */
  at_risk: number[] | null;
  lost: string | null;
  kept: Record<string, Interval>;
  against: { bands: Bands; outcomes: number[]; end: string; contrasts: Record<string, Contrast> } | null;
}

/** A difference where something holds and where it does not; `cells` as the report says them. */
export interface Gap {
  holds_in: string;
  if_true: Interval;
  if_false: Interval;
  apart: Interval;
  clear: boolean;
  cells: string[];
}

export interface Root extends Gap {
  root: string;
  claims: (Gap & { names: string[] })[];
}

export interface Seen {
  replicates: number;
  most: number;
  answer: string;
  short: string;
  doubts: string;
  headings: Record<string, string>;
  sentences: Record<string, string>;
  base: Policy;
  chosen: Policy;
  weight: { introduction: string; words: string; roots: Root[] } | null;
  setting: string;
  command: string;
}

export interface Control {
  path: string;
  group: "policy" | "shock" | "assumption";
  holder: string;
  section: string;
  label: string;
  meaning: string;
  unit: string;
  low: number;
  high: number;
  step: number;
  at: number;
  least: number;
  most: number;
  switch: boolean;
  names: string[];
  fixed: boolean;
  drawn: string;
  prior: string;
  claims: string[];
  why: string;
}

export interface Claim {
  name: string;
  text: string;
  date: string;
  grade: string;
  p_true: number | null;
  speaks: boolean;
  why: string;
  contradicts: string[];
  sources: { title: string; address: string; how: string }[];
}

export interface About {
  name: string;
  title: string;
  question: string;
  kind: string;
  version: string;
  model: string;
  posts: number;
  span: string;
  first: number;
  most: number;
  measure: { name: string; title: string; of_shares: boolean };
  months: number[];
  /** In what `months` and the months of events are counted: "month", or "day" or "hour" (clock.ts). */
  unit: string;
  start: string;
  dates: string[];
  base: string;
  policies: {
    name: string;
    title: string;
    about: string;
    beside: string[];
    like: string | null;
    compared: boolean;
    paths: string[];
  }[];
  controls: Control[];
  claims: Claim[];
  holders: Record<string, string>;
  events: { month: number; date: string; title: string; policy: string | null }[];
  read_only: boolean;
}

export interface Twins {
  world: number;
  posts: number;
  drawn: number;
  institutions: string[];
  institution: number[];
  depth: number[];
  superior: number[];
  across: number[];
  policies: Record<string, { first: number[]; changes: number[] }>;
  control: Record<string, number[]>;
}
