// The same numbers as tables: along time, and of what is pinned.

import { make, the } from "./dom";
import { amount, change, count, day, percent, plain } from "./format";
import { linkTo } from "./state";
import type { About, Bands, Policy, Seen } from "./types";

const ROWS = 13;

export function drawTable(about: About, seen: Seen): void {
  const share = about.measure.of_shares;
  const spread = (bands: Bands, i: number) => `${amount(bands.q50[i], share)} (${amount(bands.q05[i], share)} to ${amount(bands.q95[i], share)})`;
  const moved = (bands: Bands, i: number) => `${change(bands.q50[i], share)} (${change(bands.q05[i], share)} to ${change(bands.q95[i], share)})`;
  const kept = (one: Policy, i: number) => (one.survival ? `${percent(one.survival[i + 1])} (${percent(one.survival_low![i + 1])} to ${percent(one.survival_high![i + 1])})` : "");
  const lost = seen.chosen.survival !== null;
  const alone = seen.base.name === seen.chosen.name;
  const head = alone
    ? ["End of", seen.chosen.title, ...(lost ? ["Never lost"] : [])]
    : ["End of", seen.chosen.title, seen.base.title, "Difference", ...(lost ? ["Never lost: this", "Never lost: other"] : [])];
  const rows = ticks(about).map((i) => [
    `${about.unit} ${plain(about.months[i])}, ${day(about.dates[i])}`,
    spread(seen.chosen.bands, i),
    ...(alone ? [] : [spread(seen.base.bands, i), moved(seen.chosen.against!.bands, i)]),
    ...(lost ? [kept(seen.chosen, i)] : []),
    ...(lost && !alone ? [kept(seen.base, i)] : []),
  ]);
  const unit = share ? "" : ", in posts";
  const compared = alone ? "" : `; differences world by world${share ? ", in points" : ""}`;
  const interval = lost ? "; never lost: 95 % interval of the share" : "";
  fill("table", `Median of ${seen.replicates.toLocaleString("en")} matched worlds and nine of ten of them${unit}${compared}${interval}`, head, rows);
}

function ticks(about: About): number[] {
  const last = about.months.length - 1;
  const step = Math.max(1, Math.round((last + 1) / (ROWS - 1)));
  const found = [];
  for (let i = step - 1; i < last; i += step) found.push(i);
  return [...found, last];
}

const KEPT: Record<string, [string, (value: number) => string]> = {
  staffing: ["Posts filled at the end", percent],
  want_out: ["Want out at the end", percent],
  trapped: ["Held against their will at the end", count],
  attempts: ["Asked to leave", count],
  blocked: ["Stopped", count],
  exits: ["Left, for whatever reason", count],
  exits_voluntary: ["Left of their own will", count],
};

export interface Pin {
  query: string;
  seen: Seen;
}

export function drawPins(about: About, now: Seen, pins: Pin[], drop: (place: number) => void): void {
  the("f-pins").hidden = pins.length === 0;
  if (!pins.length) return;
  const all = [now, ...pins.map((one) => one.seen)];
  const share = about.measure.of_shares;
  const name = about.measure.title[0].toUpperCase() + about.measure.title.slice(1);
  const head = ["", "Now", ...pins.map((_, place) => `Pin ${place + 1}`)];
  const rows: (string | Node)[][] = [
    ["Policy", ...all.map((one) => one.chosen.title)],
    ["Changed", ...all.map((one) => differences(about, one.setting))],
    [`${name} at the end, median world`, ...all.map((one) => one.chosen.end)],
    ["Nine of ten worlds", ...all.map((one) => range(one.chosen.bands, share))],
    [`Against the other policy`, ...all.map((one) => `${one.chosen.against!.end} (${one.base.title})`)],
  ];
  if (now.chosen.lost) rows.push(["Control lost in", ...all.map((one) => `${one.chosen.lost} worlds`)]);
  for (const key of Object.keys(KEPT).filter((key) => key in now.chosen.kept))
    rows.push([KEPT[key][0], ...all.map((one) => told(one.chosen, key))]);
  rows.push(["Matched worlds", ...all.map((one) => one.replicates.toLocaleString("en"))]);
  rows.push(["", "", ...pins.map((_, place) => buttons(about, pins, place, drop))]);
  fill("pins", "Means over worlds unless said otherwise", head, rows);
}

function told(policy: Policy, key: string): string {
  const value = policy.kept[key]?.value;
  return value === null || value === undefined ? "" : KEPT[key][1](value);
}

function range(bands: Bands, share: boolean): string {
  const last = bands.q50.length - 1;
  return `${amount(bands.q05[last], share)} to ${amount(bands.q95[last], share)}`;
}

function differences(about: About, setting: string): string {
  const parts = [...new URLSearchParams(setting)].filter(([name]) => name.startsWith("set.") || name.startsWith("claim."));
  const words = parts.map(([name, value]) => {
    const control = about.controls.find((one) => `set.${one.path}` === name);
    return control ? `${control.label} ${plain(Number(value))}` : `“${name.slice(6)}” ${value}`;
  });
  return words.join(", ") || "nothing";
}

function buttons(about: About, pins: Pin[], place: number, drop: (place: number) => void): Node {
  const away = make("button", { type: "button" }, `Unpin ${place + 1}`);
  away.addEventListener("click", () => drop(place));
  const there = linkTo(pins[place].query, { pins: pins.map((one) => one.query), world: null }, about);
  return make("span", {}, make("a", { href: there }, "Open"), " ", away);
}

function fill(id: string, caption: string, head: string[], rows: (string | Node)[][]): void {
  const top = make("tr", {}, ...head.map((one) => (one ? make("th", { scope: "col" }, one) : make("td"))));
  const body = rows.map(([first, ...rest]) =>
    make("tr", {}, first ? make("th", { scope: "row" }, first) : make("td"), ...rest.map((one) => make("td", {}, one))),
  );
  the(id).replaceChildren(make("caption", {}, caption), make("thead", {}, top), make("tbody", {}, ...body));
}
