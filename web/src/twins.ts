// One world as two organisation charts: the same staff and the same luck under two policies. Paused until asked.

import { make, say, the } from "./dom";
import { day, plain } from "./format";
import type { About, Seen, Twins } from "./types";

const KINDS = ["vacant", "filled", "held", "speaking", "covert"];
const NAMES = ["vacant", "in post", "stopped from leaving", "speaking out", "in a secret deal"];
const LEVEL = 14;
const STAGGER = 6;
const SVG = "http://www.w3.org/2000/svg";

export class TwinCharts {
  private shown: { found: Twins; seen: Seen } | null = null;
  private tick: number;
  private timer = 0;
  private charts: Chart[] = [];

  constructor(
    private about: About,
    private other: () => void,
  ) {
    const slider = the<HTMLInputElement>("moment");
    slider.max = String(about.months.length - 1);
    this.tick = about.months.length - 1;
    slider.addEventListener("input", () => {
      this.stop();
      this.go(Number(slider.value));
    });
    the("play").addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    the("other-world").addEventListener("click", () => this.other());
  }

  show(found: Twins, seen: Seen): void {
    this.shown = { found, seen };
    const left = found.drawn < found.posts ? ` The ${found.drawn} highest of ${found.posts} posts are drawn.` : "";
    const sides = [seen.chosen, seen.base].filter((one, place, all) => place === all.findIndex((o) => o.name === one.name));
    const both = sides.length > 1 ? "the same staff and the same luck under both policies, " : "";
    say("t-twins", sides.length > 1 ? "One world, twice" : "One world");
    say("s-twins", `World ${found.world}: ${both}post by post.${left}`);
    const place = the("p-twins");
    const wide = Math.max(260, (place.clientWidth - 24) / (place.clientWidth > 640 ? 2 : 1));
    this.charts = sides.map((one, side) => new Chart(found, one.name, one.title, side === 0 ? "chosen" : "base", wide));
    place.replaceChildren(...this.charts.map((one) => one.place), legend(found));
    this.go(this.tick);
  }

  /** The page has another width; what is drawn may be older than the last answer. */
  redraw(): void {
    if (this.shown) this.show(this.shown.found, this.shown.seen);
  }

  private go(tick: number): void {
    this.tick = Math.min(tick, this.about.months.length - 1);
    the<HTMLInputElement>("moment").value = String(this.tick);
    const when = `${day(this.about.dates[this.tick])}, ${this.about.unit} ${plain(this.about.months[this.tick])}`;
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
    const rows = laid(found, width);
    const svg = element("svg", { role: "img", width, height: rows.height, viewBox: `0 0 ${width} ${rows.height}`, "aria-label": `Organisation chart under ${this.title}` });
    const x = (i: number) => (6 + found.across[i] * (width - 12)).toFixed(1);
    const links = found.superior.map((s, i) => (s < 0 ? "" : `M${x(s)},${rows.y[s]}L${x(i)},${rows.y[i]}`)).join("");
    svg.append(element("path", { class: "links", d: links }));
    found.institutions.forEach((name, k) => rows.titles[k] && svg.append(text(name, 2, rows.titles[k])));
    this.dots = found.depth.map((_, i) => element("circle", { cx: x(i), cy: rows.y[i], r: rows.size[i], class: KINDS[this.codes[i]] }));
    svg.append(...this.dots);
    return svg;
  }
}

interface Rows {
  y: number[];
  size: number[];
  titles: number[];
  height: number;
}

/** Where posts stand from top to bottom; a row with more posts than fit side by side is staggered over several lines. */
function laid(found: Twins, width: number): Rows {
  const crowd = new Map<string, number[]>();
  found.depth.forEach((depth, i) => {
    const key = `${found.institution[i]}/${depth}`;
    crowd.set(key, [...(crowd.get(key) ?? []), i]);
  });
  const rows: Rows = { y: [], size: [], titles: [], height: 0 };
  let top = 4;
  found.institutions.forEach((_, k) => {
    if (!crowd.has(`${k}/0`)) return;
    rows.titles[k] = top + 10;
    top += 20;
    for (let depth = 0; crowd.has(`${k}/${depth}`); depth++) {
      const posts = [...crowd.get(`${k}/${depth}`)!].sort((a, b) => found.across[a] - found.across[b]);
      const lines = Math.min(4, Math.max(1, Math.ceil((posts.length * STAGGER) / width)));
      const size = Math.max(1.2, Math.min(3.6, (0.4 * width * lines) / posts.length));
      posts.forEach((i, place) => {
        rows.y[i] = top + (place % lines) * STAGGER;
        rows.size[i] = Number(size.toFixed(1));
      });
      top += LEVEL + (lines - 1) * STAGGER;
    }
    top += 8;
  });
  rows.height = top;
  return rows;
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
