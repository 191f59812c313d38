// The plots of one answer: control, difference, survival, outcomes.

import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { say, the } from "./dom";
import { mark, markOfChange, percent, plain } from "./format";
import { Frame, Reach } from "./frame";
import { labelled, narrow } from "./labels";
import { drawSurvival, SURVIVAL_HEIGHT, survivalMargins } from "./survival";
import type { About, Bands, Policy, Seen } from "./types";

export interface Pinned {
  title: string;
  median: number[];
}

const NOTHING: Bands = { q05: [], q25: [], q50: [], q75: [], q95: [] };

export class Plots {
  private control: Frame;
  private difference: Frame;
  private survival: Frame;
  private outcomes: Frame;
  private reach = { control: new Reach(), difference: new Reach(), outcomes: new Reach() };
  private seen: Seen | null = null;
  private pins: Pinned[] = [];
  private tick = -1;

  constructor(private about: About) {
    const margins = (right: number) => () => ({ top: 14, right: narrow() ? 14 : right, bottom: 36, left: 48 });
    this.control = new Frame(the("p-control"), 330, margins(176), "Control over time");
    this.difference = new Frame(the("p-difference"), 230, margins(20), "What the policy changes");
    this.survival = new Frame(the("p-survival"), SURVIVAL_HEIGHT, survivalMargins, "How long control lasts");
    this.outcomes = new Frame(the("p-outcomes"), 200, margins(20), "Twenty equally likely outcomes");
  }

  /** Another rule begins on fresh axes. */
  forget(): void {
    Object.values(this.reach).forEach((one) => one.forget());
  }

  /** Take the widths before anything is written: to ask for one afterwards makes the browser lay out the page again. */
  measure(): void {
    for (const frame of [this.control, this.difference, this.survival, this.outcomes]) frame.measure();
  }

  draw(seen: Seen, pins: Pinned[]): void {
    this.seen = seen;
    this.pins = pins;
    this.drawControl(seen);
    this.drawDifference(seen);
    this.drawSurvival(seen);
    this.drawOutcomes(seen);
    this.point(this.tick);
  }

  redraw(): void {
    this.measure();
    if (this.seen) this.draw(this.seen, this.pins);
  }

  /** A line at the end of a tick, in the plots that have time on their axis. */
  point(tick: number): void {
    this.tick = tick;
    for (const frame of [this.control, this.difference, this.survival]) {
      const at = tick < 0 ? -10 : frame.x(this.about.months[tick]);
      frame.path("reader", tick < 0 ? "" : `M${at},${frame.y.range()[1]}V${frame.y.range()[0]}`);
    }
  }

  /** What a place in a plot stands for, as the tick that is nearest. */
  tickAt(place: number): number {
    const months = this.about.months;
    const found = Math.round(this.control.x.invert(place) / months[0]) - 1;
    return Math.max(0, Math.min(months.length - 1, found));
  }

  private get share(): boolean {
    return this.about.measure.of_shares;
  }

  private get time(): { x: (v: number) => string; name: string; last: number } {
    return { x: plain, name: `${this.about.unit}s since the start`, last: last(this.about.months) };
  }

  private drawControl(seen: Seen): void {
    const frame = this.control;
    const found = [seen.base.bands, seen.chosen.bands].flatMap((one) => [...one.q05, ...one.q95]);
    const [low, high] = this.reach.control.hold(found);
    const [bottom, top] = this.span(low, high);
    say("begins", bottom > 0 && this.share ? `The axis begins at ${percent(bottom)}.` : "");
    frame.lay([0, last(this.about.months)], [bottom, top]);
    frame.axes({ ...this.time, y: (v) => mark(v, this.share) });
    this.marksOfEvents(frame);
    const alone = seen.base.name === seen.chosen.name;
    this.fan(frame, "base", alone ? NOTHING : seen.base.bands);
    this.fan(frame, "chosen", seen.chosen.bands);
    for (const place of [0, 1, 2]) {
      const pin = this.pins[place];
      frame.path(`pinned pin${place}`, pin ? this.lineOf(frame, pin.median) : "");
    }
    this.labels(frame, seen);
    frame.name(`${seen.sentences.control}`);
  }

  /** Shares that stay high begin at a round number below them, all others at nothing. */
  private span(low: number, high: number): [number, number] {
    if (!this.share) return [0, Math.max(high * 1.05, 1)];
    const bottom = low < 0.4 ? 0 : Math.floor(10 * low + 1e-9) / 10 - (low * 10 - Math.floor(low * 10) < 0.2 ? 0.1 : 0);
    const top = this.about.measure.name === "control" || high > 0.6 ? Math.max(1, high) : Math.max(0.05, high * 1.1);
    return [bottom, top];
  }

  private fan(frame: Frame, name: string, bands: Bands): void {
    const months = drawn(this.about.months, 0);
    const between = (lows: number[], highs: number[]) => {
      const [low, high] = [drawn(lows), drawn(highs)];
      return area<number>((_, i) => frame.x(months[i]), (_, i) => frame.y(low[i]), (_, i) => frame.y(high[i]))(low);
    };
    frame.path(`band90 ${name}`, between(bands.q05, bands.q95));
    frame.path(`band50 ${name}`, between(bands.q25, bands.q75));
    frame.path(`median ${name}`, this.lineOf(frame, bands.q50));
  }

  private lineOf(frame: Frame, values: number[]): string | null {
    const months = drawn(this.about.months, 0);
    return line<number>((_, i) => frame.x(months[i]), (v) => frame.y(v))(drawn(values));
  }

  private marksOfEvents(frame: Frame): void {
    const [bottom, top] = frame.y.range();
    const marks = frame.marks
      .selectAll<SVGGElement, About["events"][number]>("g.event")
      .data(grouped(this.about.events))
      .join((enter) => {
        const one = enter.append("g").attr("class", "event");
        one.append("line");
        one.append("text").attr("text-anchor", "middle");
        return one;
      });
    marks.select("line").attr("x1", (one) => frame.x(one.month)).attr("x2", (one) => frame.x(one.month)).attr("y1", bottom).attr("y2", top);
    marks.select("text").attr("x", (one) => frame.x(one.month)).attr("y", top - 3).text((one) => one.title);
  }

  private labels(frame: Frame, seen: Seen): void {
    const side = (name: string, one: Policy) => ({ name, words: `${one.title}: ${one.end}`, at: frame.y(last(one.bands.q50)) });
    const pinned = this.pins.map((pin, place) => ({ name: `pin${place}`, words: `Pin ${place + 1}`, at: frame.y(last(pin.median)) }));
    const others = seen.base.name === seen.chosen.name ? [] : [side("base", seen.base)];
    labelled(frame, "p-control", [side("chosen", seen.chosen), ...others, ...pinned], 22);
  }

  private drawDifference(seen: Seen): void {
    if (hiddenAlone("f-difference", seen)) return;
    const frame = this.difference;
    const bands = seen.chosen.against!.bands;
    const [low, high] = this.reach.difference.hold([...bands.q05, ...bands.q95]);
    const most = Math.max(Math.abs(low), Math.abs(high), this.share ? 0.02 : 1) * 1.05;
    frame.lay([0, last(this.about.months)], [-most, most]);
    frame.axes({ ...this.time, y: (v) => markOfChange(v, this.share) });
    this.fan(frame, "changed", bands);
    frame.path("zero", `M${frame.x.range()[0]},${frame.y(0)}H${frame.x.range()[1]}`);
    frame.name(seen.sentences.difference);
  }

  private drawSurvival(seen: Seen): void {
    const there = seen.chosen.survival !== null;
    the("f-survival").hidden = !there;
    if (!there) return;
    drawSurvival(this.survival, this.about, seen, this.time);
  }

  private drawOutcomes(seen: Seen): void {
    if (hiddenAlone("f-outcomes", seen)) return;
    const frame = this.outcomes;
    const dots = seen.chosen.against!.outcomes;
    const [low, high] = this.reach.outcomes.hold([...dots, 0]);
    const most = Math.max(-low, high, this.share ? 0.02 : 1) * 1.08;
    frame.lay([-most, most], [0, 1]);
    frame.axes({ x: (v) => markOfChange(v, this.share), y: null, name: this.share ? "points" : "posts" });
    const places = stacked(dots, frame.x);
    const size = Math.min(7, (frame.height - 60) / (2 * Math.max(4, ...places.map((one) => one.row + 1))));
    const base = frame.y.range()[0];
    frame.marks
      .selectAll("circle")
      .data(places)
      .join("circle")
      .attr("class", "dot")
      .attr("r", size)
      .attr("cx", (one) => one.x)
      .attr("cy", (one) => base - size * (2 * one.row + 1) - 1);
    frame.path("zero", `M${frame.x(0)},${base}V${frame.y.range()[1]}`);
    frame.name(`${seen.sentences.outcomes} Twenty dots, each as likely as any other.`);
  }
}

/** A policy beside itself differs in nothing. */
function hiddenAlone(id: string, seen: Seen): boolean {
  the(id).hidden = seen.base.name === seen.chosen.name;
  return the(id).hidden;
}

const last = (values: number[]): number => values[values.length - 1];

/** A line of a single tick is drawn over the whole of it: a line of one point cannot be seen. */
const drawn = (values: number[], from = values[0]): number[] => (values.length === 1 ? [from, values[0]] : values);

/** Events of one moment share a mark, and marks are numbered. */
export function grouped(events: About["events"]): About["events"] {
  const found: About["events"] = [];
  for (const one of events) if (!found.some((other) => other.month === one.month)) found.push(one);
  return found.map((one, place) => ({ ...one, title: String(place + 1) }));
}

function stacked(values: number[], x: ReturnType<typeof scaleLinear<number, number>>): { x: number; row: number }[] {
  const rows = new Map<number, number>();
  return values.map((value) => {
    const far = (x(value) - x(0)) / 15;
    const bin = value === 0 ? 0 : Math.sign(far) * Math.max(1, Math.round(Math.abs(far))); // no change alone stands over its line
    const row = rows.get(bin) ?? 0;
    rows.set(bin, row + 1);
    return { x: x(0) + bin * 15, row };
  });
}
