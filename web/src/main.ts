import "./style.css";
import { likelyNext } from "./ahead";
import { inUnits } from "./clock";
import { aboutScenario, address, ask, Asking, oneWorld, open, words } from "./ask";
import { Controls } from "./controls";
import { make, say, the } from "./dom";
import { drawEffects } from "./effects";
import { amount, day } from "./format";
import { grouped, Plots } from "./plots";
import { fromAddress, link, MOST_PINS, query, type State, untouched } from "./state";
import { drawPins, drawTable, type Pin } from "./tables";
import { TwinCharts } from "./twins";
import type { About, Seen, Twins } from "./types";

const FORMS: [string, string][] = [
  ["csv", "What is drawn, as CSV"],
  ["parquet", "Every world, as Parquet"],
  ["yaml", "The scenario, as YAML for exitban run"],
  ["html", "The report, as one HTML file (takes a while)"],
];

const AGAIN = "Try again";

class Page {
  private state: State;
  private controls: Controls;
  private plots: Plots;
  private asking: Asking;
  private twins: TwinCharts;
  private pins: Pin[] = [];
  private seen: Seen | null = null;
  private drawn = "";
  private twinsFor = "";
  private twinsNear = false;
  private addressTimer = 0;

  constructor(private about: About) {
    const { state, left, brought } = fromAddress(location.search, about);
    this.state = state;
    this.plots = new Plots(about);
    this.controls = new Controls(about, state, () => this.changed(), () => this.asking.foresee());
    this.asking = new Asking(about, (seen) => this.show(seen), trouble, () => this.likely());
    this.twins = new TwinCharts(about, () => this.anotherWorld());
    this.head();
    this.luck();
    this.actions();
    this.reading();
    this.watch();
    this.notice(left, brought);
    this.controls.policy();
    this.controls.refresh();
    this.asking.change(query(state));
    void this.fetchPins();
  }

  private likely(): string[] {
    return this.controls.dragging ? [] : likelyNext(this.state, this.about, this.controls.hand);
  }

  private changed(): void {
    this.asking.change(query(this.state));
    clearTimeout(this.addressTimer);
    this.addressTimer = window.setTimeout(() => history.replaceState(null, "", link(this.state, this.about)), 200);
  }

  private show(seen: Seen): void {
    this.seen = seen;
    this.drawn = seen.setting;
    requestAnimationFrame(() => this.paint(seen));
  }

  private paint(seen: Seen): void {
    say("sentence", seen.answer);
    say("doubts", seen.doubts);
    say("short", seen.short);
    say("runs", this.runs(seen));
    for (const [name, title] of Object.entries(seen.headings)) say(`t-${name}`, title);
    say("s-difference", `“${seen.chosen.title}” minus “${seen.base.title}”, world by world on the same luck; in ${this.about.measure.of_shares ? "points" : "posts"}.`);
    say("s-outcomes", "Change at the end. Each dot stands for one twentieth of the matched worlds.");
    this.plots.draw(seen, this.pins.map((pin) => ({ title: pin.seen.chosen.title, median: pin.seen.chosen.bands.q50 })));
    drawEffects(this.about, seen, (claim) => this.openClaim(claim));
    if (the<HTMLDetailsElement>("numbers").open) drawTable(this.about, seen);
    drawPins(this.about, seen, this.pins, (place) => this.unpin(place));
    say("command", seen.command);
    this.read();
    document.body.dataset.replicates = String(seen.replicates);
    document.body.dataset.setting = seen.setting;
    performance.mark("painted");
    void this.fetchTwins();
  }

  private runs(seen: Seen): string {
    const count = seen.replicates.toLocaleString("en");
    if (seen.replicates >= seen.most) return `${count} matched worlds stand behind what you see.`;
    return `${count} matched worlds so far; refining to ${seen.most.toLocaleString("en")} while nothing moves.`;
  }

  private head(): void {
    const { about } = this;
    document.title = `${about.question} exitban`;
    say("overline", about.title);
    say("question", about.question);
    say("underline", `${about.posts.toLocaleString("en")} made-up members over ${about.span}, from ${day(about.start)}. A model result, not a forecast.`);
    say("model", `exitban ${about.version}, scenario ${about.name}, model ${about.model}. Cite it with CITATION.cff of the program.`);
    this.presets();
    const select = the<HTMLSelectElement>("base");
    select.replaceChildren(...about.policies.map((one) => make("option", { value: one.name }, one.title)));
    select.addEventListener("change", () => {
      this.state.base = select.value;
      this.plots.forget();
      this.changed();
    });
    this.refresh();
  }

  private presets(): void {
    const chip = (one: About["policies"][number]) => {
      const input = make("input", { type: "radio", name: "policy", value: one.name });
      input.addEventListener("change", () => {
        this.state.policy = one.name;
        this.plots.forget();
        this.controls.policy();
        this.changed();
      });
      return make("label", { class: "chip" }, input, make("span", {}, one.title));
    };
    const others = this.about.policies.filter((one) => !one.compared);
    the("presets").append(...this.about.policies.filter((one) => one.compared).map(chip));
    if (!others.length) return;
    const more = make("details", { class: "others" }, make("summary", {}, `Other policies (${others.length})`), make("div", { class: "chips" }, ...others.map(chip)));
    more.open = others.some((one) => one.name === this.state.policy);
    the("presets").append(more);
  }

  /** What the page shows beside controls: policy, the other, seed. */
  private refresh(): void {
    const chip = document.querySelector<HTMLInputElement>(`input[name="policy"][value="${CSS.escape(this.state.policy)}"]`);
    if (chip) chip.checked = true;
    the<HTMLSelectElement>("base").value = this.state.base;
    the<HTMLInputElement>("seed").value = String(this.state.seed);
  }

  private luck(): void {
    const seed = the<HTMLInputElement>("seed");
    const set = (value: number) => {
      this.state.seed = Math.max(0, Math.min(2 ** 32 - 1, Math.round(value) || 0));
      this.refresh();
      this.changed();
    };
    seed.addEventListener("change", () => set(Number(seed.value)));
    the("reroll").addEventListener("click", () => set(this.state.seed + 1));
    the("reset").addEventListener("click", () => {
      const { pins } = this.state;
      Object.assign(this.state, untouched(this.about), { pins, values: this.state.values, claims: this.state.claims });
      this.state.values.clear();
      this.state.claims.clear();
      this.plots.forget();
      this.controls.policy();
      this.controls.refresh();
      this.refresh();
      this.changed();
    });
  }

  private actions(): void {
    the("copy").addEventListener("click", () => void this.copy());
    the("pin").addEventListener("click", () => this.pin());
    opening(this.about.read_only);
    const forms = FORMS.filter(([form]) => form !== "html" || !this.about.read_only);
    const files = forms.map(([form, title]) => {
      const button = make("button", { type: "button", "data-form": form }, title);
      button.addEventListener("click", () => void this.download(form, button));
      return make("li", {}, button);
    });
    the("files").append(...files);
    the<HTMLDetailsElement>("numbers").addEventListener("toggle", () => this.seen && drawTable(this.about, this.seen));
  }

  private async copy(): Promise<void> {
    const address = new URL(link(this.state, this.about), location.href).href;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      flash(the("copy"), "Copied");
    } catch {
      flash(the("copy"), "It is in the address bar");
    }
  }

  /** A file comes through the page, so that a refusal can be told in words. */
  private async download(form: string, button: HTMLButtonElement): Promise<void> {
    const runs = Math.max(this.seen?.replicates ?? this.about.first, form === "html" ? this.about.most : 0);
    const title = button.textContent ?? "";
    button.disabled = true;
    button.textContent = "Making it …";
    try {
      const answer = await fetch(address("export", `${query(this.state)}&runs=${runs}&as=${form}`));
      if (!answer.ok) throw new Error((await answer.json()).error);
      const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? `exitban.${form}`;
      const link = make("a", { href: URL.createObjectURL(await answer.blob()), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      trouble("");
    } catch (error) {
      trouble(error instanceof TypeError ? words(error) : String((error as Error).message), "Close");
    }
    button.textContent = title;
    button.disabled = false;
  }

  private pin(): void {
    if (!this.seen || this.pins.length >= MOST_PINS) return flash(the("pin"), `${MOST_PINS} are pinned already`);
    this.pins.push({ query: query(this.state), seen: this.seen });
    this.pinned();
    flash(the("pin"), "Pinned");
  }

  private unpin(place: number): void {
    this.pins.splice(place, 1);
    this.pinned();
  }

  private pinned(): void {
    this.state.pins = this.pins.map((one) => one.query);
    history.replaceState(null, "", link(this.state, this.about));
    if (this.seen) this.paint(this.seen);
  }

  private async fetchPins(): Promise<void> {
    for (const one of [...this.state.pins]) {
      try {
        this.pins.push({ query: one, seen: await ask<Seen>("run", `${one}&runs=${Math.min(250, this.about.most)}`) });
      } catch {
        notice("A pin of this link does not fit this scenario and was left out.");
      }
    }
    if (this.pins.length && this.seen) this.paint(this.seen);
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

  /** Twins are fetched when they come into sight, and when the hand is still. */
  private watch(): void {
    new IntersectionObserver((found) => {
      this.twinsNear = found.some((one) => one.isIntersecting);
      void this.fetchTwins();
    }, { rootMargin: "200px" }).observe(the("f-twins"));
    let width = window.innerWidth;
    window.addEventListener("resize", () => {
      if (width === window.innerWidth) return;
      width = window.innerWidth;
      this.plots.redraw();
      this.twins.redraw();
    });
    the("trouble").addEventListener("click", (event) => {
      if ((event.target as HTMLElement).textContent === AGAIN) this.asking.again();
    });
    const menu = the<HTMLDetailsElement>("downloads");
    document.addEventListener("click", (event) => (menu.open = menu.open && menu.contains(event.target as Node)));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary")!.focus();
    });
  }

  private async fetchTwins(): Promise<void> {
    const asked = `${query(this.state)}${this.state.world === null ? "" : `&world=${this.state.world}`}`;
    if (!this.twinsNear || !this.seen || this.twinsFor === asked || this.drawn !== this.seen.setting) return;
    this.twinsFor = asked;
    try {
      const found: Twins = await oneWorld(asked);
      if (this.twinsFor !== asked || !this.seen) return;
      const isOfThis = [this.seen.base, this.seen.chosen].every((one) => one.name in found.policies);
      if (isOfThis) this.twins.show(found, this.seen);
      else this.twinsFor = ""; // the answer for these policies is on its way, and asks again
    } catch (error) {
      this.twinsFor = "";
      say("s-twins", words(error));
    }
  }

  private anotherWorld(): void {
    this.state.world = ((this.state.world ?? -1) + 1) % Math.min(this.about.most, this.about.first);
    history.replaceState(null, "", link(this.state, this.about));
    void this.fetchTwins();
  }

  private openClaim(claim: string): void {
    the<HTMLDetailsElement>("assumptions").open = true;
    setTimeout(() => {
      const place = the(`claim-${claim}`);
      place.querySelector("details")!.open = true;
      place.scrollIntoView({ block: "center" });
      place.querySelector("summary")!.focus({ preventScroll: true });
    }, 50);
  }

  private notice(left: string[], brought: string[]): void {
    const made = new URLSearchParams(location.search).get("model");
    if (made && made !== this.about.model)
      notice(`This link was made with another model (${made}); this is ${this.about.model}. The same numbers may not come out.`);
    if (left.length) notice(`Left out of the link, as this scenario does not know it or it has no such value: ${left.slice(0, 5).join(", ")}.`);
    if (brought.length) notice(`Out of its range in the link, and brought into it: ${brought.slice(0, 5).join(", ")}.`);
  }
}

/** Another scenario comes in as a file of its own; whatever is wrong with it is told line by line. */
function opening(readOnly: boolean): void {
  const chosen = the<HTMLInputElement>("file");
  the("open").hidden = readOnly;
  the("open").onclick = () => chosen.click();
  chosen.onchange = async () => {
    const file = chosen.files?.[0];
    chosen.value = "";
    if (!file) return;
    try {
      const parts = new URLSearchParams({ scenario: await open(file) });
      const held = new URLSearchParams(location.search).get("key");
      if (held) parts.set("key", held);
      location.search = parts.toString();
    } catch (error) {
      trouble(words(error), "Close");
    }
  };
}

function notice(words: string): void {
  the("notice").hidden = false;
  the("notice").textContent = `${the("notice").textContent} ${words}`.trim();
}

/** What went wrong, and a button: to try again, or to close what has been read. */
function trouble(words: string, then: typeof AGAIN | "Close" = AGAIN): void {
  the("trouble").hidden = words === "";
  say("trouble", words && `${words} `);
  if (!words) return;
  const button = make("button", { type: "button" }, then);
  if (then === "Close") button.addEventListener("click", () => trouble(""));
  the("trouble").append(button);
}

function flash(button: HTMLElement, words: string): void {
  const title = button.dataset.title ?? button.textContent ?? "";
  button.dataset.title = title;
  button.textContent = words;
  setTimeout(() => (button.textContent = title), 1800);
}

aboutScenario().then(
  (about) => new Page(inUnits(about)),
  (error) => {
    trouble(words(error));
    opening(false);
  },
);
