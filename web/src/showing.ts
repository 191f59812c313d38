// What is seen: the answer to what is chosen, or to something near it until that is here; painted once for each frame.

import { behind, behindShort, instead, insteadShort } from "./behind";
import { make, say, the } from "./dom";
import { drawEffects } from "./effects";
import { amount, day } from "./format";
import type { Kin } from "./kin";
import { grouped, Plots } from "./plots";
import { drawPins, drawTable, type Pin } from "./tables";
import type { About, Seen } from "./types";

/** What follows from what is seen. */
interface Then {
  claim: (name: string) => void;
  unpin: (place: number) => void;
  /** The answer to what is chosen is painted. */
  settled: () => void;
}

export class Showing {
  readonly pins: Pin[] = [];
  private plots: Plots;
  private seen: Seen | null = null;
  private setting = "";
  private kin: Kin | null = null;
  private isComing = true;
  private drawn: Seen | null = null;
  private tabled: Seen | null = null;
  private frame = 0;
  private tallest = 0;
  private isFresh = true;

  constructor(
    private about: About,
    private chosen: () => string,
    private then: Then,
  ) {
    this.plots = new Plots(about);
    this.reading();
  }

  /** The answer to what is chosen, if that is what is seen. */
  get exact(): Seen | null {
    return this.setting === this.chosen() ? this.seen : null;
  }

  /** Something else is chosen; its kin may be seen until its answer is here. */
  chose(kin: Kin | null): void {
    this.kin = kin;
    this.waits(true);
  }

  /** Whether the answer to what is chosen is on its way. */
  waits(isComing: boolean): void {
    this.isComing = isComing;
    this.repaint();
  }

  show(seen: Seen, setting: string): void {
    this.seen = seen;
    this.setting = setting;
    this.repaint();
  }

  drawAgain(): void {
    this.drawn = this.tabled = null;
    this.repaint();
  }

  /** The page has another width. */
  redraw(): void {
    this.tallest = 0;
    this.plots.redraw();
  }

  /** Another rule begins on fresh axes. */
  forget(): void {
    this.tallest = 0;
    this.isFresh = true;
    this.plots.forget();
  }

  openTable(): void {
    if (this.exact) drawTable(this.about, this.exact);
  }

  /** Once for each frame of the screen, whatever has come since the last. */
  private repaint(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (this.seen) this.paint(this.seen, this.exact !== null);
    });
  }

  private paint(seen: Seen, isExact: boolean): void {
    if (seen !== this.drawn) this.draw(seen);
    say("behind", isExact ? behind(seen) : instead(seen, this.kin, this.setting, this.isComing));
    say("short-behind", isExact ? behindShort(seen) : insteadShort(seen, this.kin, this.setting, this.isComing));
    the("sentence").setAttribute("aria-busy", String(!isExact && this.isComing)); // what is near is not read out
    this.settle(seen, isExact);
    const { dataset } = document.body;
    dataset.replicates = String(seen.replicates);
    delete dataset[isExact ? "nearest" : "setting"];
    dataset[isExact ? "setting" : "nearest"] = seen.setting;
    if (isExact) this.then.settled();
  }

  private draw(seen: Seen): void {
    this.plots.measure();
    this.keepRoom();
    say("sentence", seen.answer);
    say("doubts", seen.doubts);
    say("short-answer", seen.short);
    for (const [name, title] of Object.entries(seen.headings)) say(`t-${name}`, title);
    say("s-difference", `“${seen.chosen.title}” minus “${seen.base.title}”, world by world on the same luck; in ${this.about.measure.of_shares ? "points" : "posts"}.`);
    say("s-outcomes", "Change at the end. Each dot stands for one twentieth of the matched worlds.");
    this.plots.draw(seen, this.pins.map((pin) => ({ title: pin.seen.chosen.title, median: pin.seen.chosen.bands.q50 })));
    drawEffects(this.about, seen, this.then.claim);
    this.read();
    this.drawn = seen;
    performance.mark("painted");
  }

  /** A shorter sentence leaves the room of a longer one, so that nothing below moves while a hand is on a slider. */
  private keepRoom(): void {
    const sentence = the("sentence");
    if (!this.isFresh) this.tallest = Math.max(this.tallest, sentence.offsetHeight);
    this.isFresh = false;
    sentence.style.minHeight = this.tallest ? `${this.tallest}px` : "";
  }

  /** Tables and the command say what is chosen: they wait for its own answer. */
  private settle(seen: Seen, isExact: boolean): void {
    if (isExact && seen !== this.tabled) {
      if (the<HTMLDetailsElement>("numbers").open) drawTable(this.about, seen);
      drawPins(this.about, seen, this.pins, this.then.unpin);
      say("command", seen.command);
    }
    this.tabled = isExact ? seen : null;
    for (const id of ["table", "pins", "command"]) the(id).setAttribute("aria-busy", String(!isExact));
  }

  private reading(): void {
    const slider = the<HTMLInputElement>("month");
    slider.max = String(this.about.months.length - 1);
    slider.value = slider.max;
    slider.addEventListener("input", () => this.read());
    const plot = the("p-control");
    plot.addEventListener("pointermove", (event) => {
      const svg = plot.querySelector("svg")!;
      slider.value = String(this.plots.tickAt(event.clientX - svg.getBoundingClientRect().left));
      this.read();
    });
    const marks = grouped(this.about.events);
    the("marked").hidden = !marks.length;
    const told = marks.map((mark) => {
      const here = this.about.events.filter((one) => one.month === mark.month);
      return make("li", {}, `${here[0].date}: ${here.map((one) => one.title).join("; ")}`);
    });
    the("marks").replaceChildren(...told);
  }

  private read(): void {
    if (!this.seen) return;
    const tick = Number(the<HTMLInputElement>("month").value);
    const share = this.about.measure.of_shares;
    const both = this.seen.base.name === this.seen.chosen.name ? [this.seen.chosen] : [this.seen.chosen, this.seen.base];
    const told = both.map(({ title, bands }) => {
      return `${title}: ${amount(bands.q50[tick], share)} (${amount(bands.q05[tick], share)} to ${amount(bands.q95[tick], share)})`;
    });
    say("read", `${day(this.about.dates[tick])}. ${told.join("; ")}.`);
    the("month").setAttribute("aria-valuetext", the("read").textContent ?? "");
    this.plots.point(tick);
  }
}
