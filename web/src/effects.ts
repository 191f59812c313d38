// Which claim matters most: what the policy changes where it is true, and where it is not.

import { scaleLinear } from "d3-scale";
import { make, say, the } from "./dom";
import { change } from "./format";
import type { About, ClaimEffect, Seen } from "./types";

const MOST = 6;

export function drawEffects(about: About, seen: Seen, open: (claim: string) => void): void {
  the("f-claims").hidden = seen.base.name === seen.chosen.name || !about.claims.some((one) => one.speaks);
  const share = about.measure.of_shares;
  say("s-claims", told(seen, share));
  const found = seen.claims.slice(0, MOST);
  const most = Math.max(...found.flatMap((one) => [reach(one.if_true.value), reach(one.if_false.value)]), 1e-6);
  const x = scaleLinear().domain([-most, most]).range([8, 132]);
  the("p-claims").replaceChildren(make("ul", { class: "effects" }, ...found.map((one) => row(about, one, x, share, open))));
}

const reach = (value: number | null): number => Math.abs(value ?? 0);

function told(seen: Seen, share: boolean): string {
  if (!seen.claims.length) return "Told once there are 200 matched worlds, and for claims that are true in some and false in others.";
  const unit = share ? "points" : "posts";
  return `Change at the end, in ${unit}, on average: filled where the claim is true, hollow where it is not. Choose one to see its sources.`;
}

function row(about: About, one: ClaimEffect, x: (v: number) => number, share: boolean, open: (claim: string) => void): HTMLElement {
  const claim = about.claims.find((other) => other.name === one.name)!;
  const button = make("button", { type: "button", class: "link" }, short(claim.text));
  button.addEventListener("click", () => open(one.name));
  const yes = change(one.if_true.value ?? 0, share);
  const no = change(one.if_false.value ?? 0, share);
  const words = make("span", { class: "muted" }, ` true ${yes}, not ${no}${one.could_flip ? "; could flip the answer" : one.clear ? "" : " (within luck)"}`);
  return make("li", { class: one.clear ? "" : "faint" }, make("div", {}, button, words), bar(one, x));
}

function bar(one: ClaimEffect, x: (v: number) => number): SVGSVGElement {
  const [yes, no] = [x(one.if_true.value ?? 0), x(one.if_false.value ?? 0)];
  const svg = shape("svg", { width: 140, height: 22, viewBox: "0 0 140 22", "aria-hidden": "true" });
  svg.append(
    shape("line", { class: "zero", x1: x(0), x2: x(0), y1: 1, y2: 21 }),
    shape("line", { class: "reachline", x1: Math.min(yes, no), x2: Math.max(yes, no), y1: 11, y2: 11 }),
    shape("circle", { class: "false", cx: no, cy: 11, r: 4.5 }),
    shape("circle", { class: "true", cx: yes, cy: 11, r: 4.5 }),
  );
  return svg;
}

function shape<K extends keyof SVGElementTagNameMap>(name: K, facts: Record<string, string | number>): SVGElementTagNameMap[K] {
  const one = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(facts)) one.setAttribute(key, String(value));
  return one;
}

function short(text: string): string {
  return text.length > 72 ? `${text.slice(0, 70).replace(/\s+\S*$/, "")} …` : text;
}
