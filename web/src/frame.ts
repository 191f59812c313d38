// What every plot has in common: a size, two axes, a name that is read aloud. Marks are updated in place.

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear, type ScaleLinear } from "d3-scale";
import { select, type Selection } from "d3-selection";

export type Scale = ScaleLinear<number, number>;
type Group = Selection<SVGGElement, unknown, null, undefined>;

export interface Margins {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export class Frame {
  readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  readonly marks: Group;
  private across: Group;
  private up: Group;
  private below: Selection<SVGTextElement, unknown, null, undefined>;
  width = 0;
  private room = 0;
  x: Scale = scaleLinear();
  y: Scale = scaleLinear();
  /** Where the horizontal axis has its marks. */
  ticks: number[] = [];

  constructor(
    private place: HTMLElement,
    readonly height: number,
    private margins: () => Margins,
    name: string,
  ) {
    this.svg = select(place).append("svg").attr("role", "img").attr("height", height);
    this.svg.append("title").text(name);
    this.across = this.svg.append("g").attr("class", "axis").attr("aria-hidden", "true");
    this.up = this.svg.append("g").attr("class", "axis").attr("aria-hidden", "true");
    this.below = this.svg.append("text").attr("class", "axis-name").attr("aria-hidden", "true");
    this.marks = this.svg.append("g");
  }

  /** The words for those who cannot see it. */
  name(words: string): void {
    this.svg.select("title").text(words);
    this.svg.attr("aria-label", words);
  }

  measure(): void {
    this.room = this.place.clientWidth;
  }

  lay(x: [number, number], y: [number, number]): void {
    const m = this.margins();
    if (this.room === 0) this.measure(); // it was hidden
    this.width = Math.max(240, this.room);
    this.svg.attr("width", this.width).attr("viewBox", `0 0 ${this.width} ${this.height}`);
    this.x = scaleLinear().domain(x).range([m.left, this.width - m.right]);
    this.y = scaleLinear().domain(y).range([this.height - m.bottom, m.top]);
  }

  axes(told: { x: (v: number) => string; y: ((v: number) => string) | null; name: string; last?: number }): void {
    const m = this.margins();
    const bottom = this.height - m.bottom;
    const room = Math.max(3, Math.floor((this.width - m.left - m.right) / 62));
    const axis = axisBottom(this.x).tickFormat((v) => told.x(Number(v))).tickSizeOuter(0);
    this.ticks = told.last ? monthTicks(told.last, room) : this.x.ticks(room);
    axis.tickValues(this.ticks);
    this.across.attr("transform", `translate(0,${bottom})`).call(axis);
    this.below.attr("x", this.width - m.right).attr("y", bottom + 32).attr("text-anchor", "end").text(told.name);
    if (!told.y) return;
    const format = told.y;
    this.up
      .attr("transform", `translate(${m.left},0)`)
      .call(axisLeft(this.y).ticks(5).tickFormat((v) => format(Number(v))).tickSizeOuter(0));
  }

  path(name: string, line: string | null): void {
    let one = this.marks.select<SVGPathElement>(`path.${name.split(" ").join(".")}`);
    if (one.empty()) one = this.marks.append("path").attr("class", name);
    one.attr("d", line ?? "");
  }
}

/** Months worth a tick: years, halves, quarters, months, as many as there is room for. */
function monthTicks(last: number, room: number): number[] {
  if (last < 3) return scaleLinear().domain([0, last]).ticks(Math.min(5, room));
  const step = [1, 3, 6, 12, 24, 60, 120, 240].find((one) => last / one < room) ?? 480;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, place) => place * step);
}

/** A range that grows with what is drawn and does not shrink while a hand is on a slider. */
export class Reach {
  private low = Infinity;
  private high = -Infinity;

  forget(): void {
    this.low = Infinity;
    this.high = -Infinity;
  }

  hold(values: number[]): [number, number] {
    this.low = Math.min(this.low, ...values);
    this.high = Math.max(this.high, ...values);
    return [this.low, this.high];
  }
}
