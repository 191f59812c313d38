// Which root of the evidence matters most: what the policy changes where it holds, and where it does not. The words are
// those of the report.

import { scaleLinear } from "d3-scale";
import { make, say, the } from "./dom";
import type { About, Gap, Root, Seen } from "./types";

const MOST = 8;

type Place = (value: number) => number;

export function drawEffects(about: About, seen: Seen, open: (claim: string) => void): void {
  the("f-claims").hidden = seen.base.name === seen.chosen.name || !about.claims.some((one) => one.speaks);
  const found = seen.weight?.roots ?? [];
  say("s-claims", seen.weight?.introduction ?? "Told once there are 200 matched worlds.");
  say("w-claims", seen.weight?.words ?? "");
  const shown = found.slice(0, MOST);
  const x = scaleLinear().domain(reach(shown)).range([8, 132]);
  const left = found.length - shown.length;
  const rest = left ? [make("li", { class: "faint" }, `and ${left} more that move it less`)] : [];
  the("p-claims").replaceChildren(make("ul", { class: "effects" }, ...shown.map((one) => row(about, one, x, open)), ...rest));
}

function reach(found: Root[]): [number, number] {
  const ends = found.flatMap((one) => [one.if_true.value ?? 0, one.if_false.value ?? 0]);
  const most = Math.max(...ends.map(Math.abs), 1e-6);
  return [-most, most];
}

function row(about: About, one: Root, x: Place, open: (claim: string) => void): HTMLElement {
  const claims = one.claims.map((each) => {
    const links = each.names.map((name) => link(about, name, open));
    return make("li", {}, ...links, ...(one.claims.length > 1 ? [make("span", { class: "muted" }, words(each))] : []));
  });
  const head = make("div", {}, make("strong", {}, one.root), make("span", { class: "muted" }, words(one)));
  return make("li", { class: one.clear ? "" : "faint" }, make("div", {}, head, make("ul", { class: "claims" }, ...claims)), bar(one, x));
}

function words(one: Gap): string {
  const [yes, no, apart, so] = one.cells;
  return ` if true ${yes}, if false ${no}, apart ${apart}${so ? `; ${so}` : ""}`;
}

function link(about: About, name: string, open: (claim: string) => void): HTMLElement {
  const claim = about.claims.find((other) => other.name === name)!;
  const button = make("button", { type: "button", class: "link" }, short(claim.text));
  button.addEventListener("click", () => open(name));
  return button;
}

function bar(one: Gap, x: Place): SVGSVGElement {
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
