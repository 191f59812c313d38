// One world as two organisation charts: the same staff and the same luck under two policies. Paused until asked.

import { make, say, the } from "./dom";
import { day } from "./format";
import type { About, Seen, Twins } from "./types";

const KINDS = ["vacant", "filled", "held", "speaking", "covert"];
const NAMES = ["vacant", "in post", "stopped from leaving", "speaks out", "secret deal"];
const LEVEL = 15;
const GAP = 30;
const SVG = "http://www.w3.org/2000/svg";

export class TwinCharts {
  private found: Twins | null = null;
  private tick = 0;
  private timer = 0;
  private charts: Chart[] = [];

  constructor(
    private about: About,
    private other: () => void,
  ) {
    const slider = the<HTMLInputElement>("moment");
    slider.max = String(about.months.length - 1);
    slider.addEventListener("input", () => {
      this.stop();
      this.go(Number(slider.value));
    });
    the("play").addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    the("other-world").addEventListener("click", () => this.other());
  }

  show(found: Twins, seen: Seen): void {
    this.found = found;
    const left = found.drawn < found.posts ? ` The ${found.drawn} highest of ${found.posts} posts are drawn.` : "";
    say("s-twins", `World ${found.world}: the same staff and the same luck under both policies, post by post.${left}`);
    const sides = [seen.chosen, seen.base].filter((one, place, all) => place === all.findIndex((o) => o.name === one.name));
    const place = the("p-twins");
    const wide = Math.max(260, (place.clientWidth - 24) / (place.clientWidth > 640 ? 2 : 1));
    this.charts = sides.map((one, side) => new Chart(found, one.name, one.title, side === 0 ? "chosen" : "base", wide));
    place.replaceChildren(...this.charts.map((one) => one.place), legend(found));
    this.go(this.tick);
  }

  redraw(seen: Seen): void {
    if (this.found) this.show(this.found, seen);
  }

  private go(tick: number): void {
    this.tick = Math.min(tick, this.about.months.length - 1);
    the<HTMLInputElement>("moment").value = String(this.tick);
    const when = `${day(this.about.dates[this.tick])}, month ${Math.round(this.about.months[this.tick] * 100) / 100}`;
    say("moment-read", when);
    the<HTMLInputElement>("moment").setAttribute("aria-valuetext", when);
    for (const one of this.charts) one.go(this.tick);
  }

  private play(): void {
    const last = this.about.months.length - 1;
    if (this.tick >= last) this.go(0);
    const step = matchMedia("(prefers-reduced-motion: reduce)").matches ? 12 : 1;
    const pause = Math.max(40, Math.min(400, (step * 12_000) / (last + 1)));
    the("play").textContent = "Pause";
    the("play").setAttribute("aria-pressed", "true");
    this.timer = window.setInterval(() => (this.tick >= last ? this.stop() : this.go(this.tick + step)), pause);
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    the("play").textContent = "Play";
    the("play").setAttribute("aria-pressed", "false");
  }
}

class Chart {
  readonly place: HTMLElement;
  private dots: SVGCircleElement[] = [];
  private codes: Uint8Array;
  private frames: { first: number[]; changes: number[] };
  private at = 0;
  private read = 0;
  private words: HTMLElement;

  constructor(
    private found: Twins,
    private policy: string,
    private title: string,
    side: string,
    private width: number,
  ) {
    this.frames = found.policies[policy];
    this.codes = Uint8Array.from(this.frames.first);
    this.words = make("p", { class: "muted", "aria-live": "off" });
    const svg = this.drawn();
    this.place = make("div", { class: `twin ${side}` }, make("h3", {}, title), this.words, svg);
  }

  /** Show the end of a tick: forwards from where it stands, or from the start. */
  go(tick: number): void {
    if (tick < this.at) {
      this.codes = Uint8Array.from(this.frames.first);
      this.read = 0;
      this.dots.forEach((one, post) => one.setAttribute("class", KINDS[this.codes[post]]));
    }
    const { changes } = this.frames;
    for (; this.read < changes.length && changes[this.read] <= tick; this.read += 3) {
      const [post, code] = [changes[this.read + 1], changes[this.read + 2]];
      this.codes[post] = code;
      this.dots[post].setAttribute("class", KINDS[code]);
    }
    this.at = tick;
    this.words.textContent = this.told(tick);
  }

  private told(tick: number): string {
    const counts = [0, 0, 0, 0, 0];
    for (const code of this.codes) counts[code] += 1;
    const some = NAMES.map((name, code) => [name, counts[code]] as const).filter(([, count], code) => count && code !== 1);
    const control = Math.round(100 * this.found.control[this.policy][tick]);
    return [`control ${control} %`, ...some.map(([name, count]) => `${count} ${name}`)].join(", ");
  }

  private drawn(): SVGSVGElement {
    const { found, width } = this;
    const depths = found.institutions.map((_, k) => Math.max(-1, ...found.depth.filter((_, i) => found.institution[i] === k)));
    const tops: number[] = [];
    let top = 4;
    depths.forEach((deepest, k) => {
      tops[k] = top + 16;
      if (deepest >= 0) top += GAP + LEVEL * (deepest + 1);
    });
    const svg = element("svg", { role: "img", width, height: top, viewBox: `0 0 ${width} ${top}`, "aria-label": `Organisation chart under ${this.title}` });
    const x = (i: number) => 6 + found.across[i] * (width - 12);
    const y = (i: number) => tops[found.institution[i]] + 8 + LEVEL * found.depth[i];
    const links = found.superior.map((s, i) => (s < 0 ? "" : `M${x(s).toFixed(1)},${y(s)}L${x(i).toFixed(1)},${y(i)}`)).join("");
    svg.append(element("path", { class: "links", d: links }));
    found.institutions.forEach((name, k) => depths[k] >= 0 && svg.append(text(name, 2, tops[k] - 2)));
    this.dots = found.depth.map((_, i) => element("circle", { cx: x(i).toFixed(1), cy: y(i), r: this.size(i), class: KINDS[this.codes[i]] }));
    svg.append(...this.dots);
    return svg;
  }

  /** As large as the row leaves room for. */
  private size(post: number): number {
    const { found } = this;
    const key = `${found.institution[post]}/${found.depth[post]}`;
    this.crowds ??= count(found);
    return Math.max(1, Math.min(5, (0.42 * this.width) / (this.crowds.get(key) ?? 1)));
  }
  private crowds: Map<string, number> | null = null;
}

function count(found: Twins): Map<string, number> {
  const crowds = new Map<string, number>();
  found.depth.forEach((depth, i) => {
    const key = `${found.institution[i]}/${depth}`;
    crowds.set(key, (crowds.get(key) ?? 0) + 1);
  });
  return crowds;
}

function legend(found: Twins): HTMLElement {
  const seen = new Set(Object.values(found.policies).flatMap((one) => [...one.first, ...one.changes.filter((_, i) => i % 3 === 2)]));
  const items = NAMES.map((name, code) => {
    const svg = element("svg", { width: 14, height: 14, "aria-hidden": "true" });
    svg.append(element("circle", { cx: 7, cy: 7, r: 5, class: KINDS[code] }));
    return seen.has(code) ? make("li", {}, svg, ` ${name}`) : null;
  });
  return make("ul", { class: "twin-key" }, ...items);
}

function element<K extends keyof SVGElementTagNameMap>(name: K, facts: Record<string, string | number>): SVGElementTagNameMap[K] {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(facts)) one.setAttribute(key, String(value));
  return one;
}

function text(words: string, x: number, y: number): SVGTextElement {
  const one = element("text", { x, y });
  one.textContent = words;
  return one;
}
