import "./style.css";
import { likelyNext } from "./ahead";
import { inUnits } from "./clock";
import { aboutScenario, address, ask, Asking, oneWorld, open, words } from "./ask";
import { Controls } from "./controls";
import { make, say, the } from "./dom";
import { day } from "./format";
import { hasBetween, Kin } from "./kin";
import { Showing } from "./showing";
import { fromAddress, link, MOST_PINS, query, type State, type Taken, untouched } from "./state";
import type { Pin } from "./tables";
import { TwinCharts } from "./twins";
import type { About, Control, Seen, Twins } from "./types";

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
  private showing: Showing;
  private asking: Asking;
  private twins: TwinCharts;
  private twinsFor = "";
  private twinsNear = false;
  private addressTimer = 0;

  constructor(private about: About) {
    const taken = fromAddress(location.search, about);
    const { state } = taken;
    this.state = state;
    const chosen = () => query(this.state);
    const unpin = (place: number) => this.unpin(place);
    this.showing = new Showing(about, chosen, { claim: (name) => this.openClaim(name), unpin, settled: () => void this.fetchTwins() });
    this.controls = new Controls(about, state, (control) => this.changed(control), () => this.asking.foresee());
    const { hands } = this.controls;
    const likely = () => likelyNext(this.state, about, hands.hand);
    const show = (seen: Seen, setting: string) => this.showing.show(seen, setting);
    this.asking = new Asking(about, show, (words) => this.fails(words), likely, () => hands.isHeld);
    this.twins = new TwinCharts(about, () => this.anotherWorld());
    this.head();
    this.luck();
    this.actions();
    this.watch();
    this.notice(taken);
    this.controls.policy();
    this.controls.refresh();
    this.asking.change(query(state));
    void this.fetchPins();
  }

  private changed(control?: Control): void {
    const value = control && hasBetween(control) ? this.state.values.get(control.path) : undefined;
    const kin = value === undefined ? null : new Kin(this.state, control!, value);
    this.asking.change(query(this.state), kin);
    this.showing.chose(kin);
    clearTimeout(this.addressTimer);
    this.addressTimer = window.setTimeout(() => history.replaceState(null, "", link(this.state, this.about)), 200);
  }

  private fails(words: string): void {
    trouble(words);
    this.showing.waits(words === "");
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
      this.showing.forget();
      this.changed();
    });
    this.refresh();
  }

  private presets(): void {
    const chip = (one: About["policies"][number]) => {
      const input = make("input", { type: "radio", name: "policy", value: one.name });
      input.addEventListener("change", () => {
        this.state.policy = one.name;
        this.showing.forget();
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
      this.showing.forget();
      this.controls.policy();
      this.controls.refresh();
      this.refresh();
      this.changed();
    });
  }

  private actions(): void {
    the("copy").addEventListener("click", () => void this.copy());
    the("pin").addEventListener("click", () => void this.pin());
    opening(this.about.read_only);
    const forms = FORMS.filter(([form]) => form !== "html" || !this.about.read_only);
    const files = forms.map(([form, title]) => {
      const button = make("button", { type: "button", "data-form": form }, title);
      button.addEventListener("click", () => void this.download(form, button));
      return make("li", {}, button);
    });
    the("files").append(...files);
    the<HTMLDetailsElement>("numbers").addEventListener("toggle", () => this.showing.openTable());
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
    const shown = this.showing.exact?.replicates ?? this.about.first;
    const runs = form === "html" ? this.about.most : shown;
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

  private async pin(): Promise<void> {
    const { pins } = this.showing;
    if (pins.length >= MOST_PINS) return flash(the("pin"), `${MOST_PINS} are pinned already`);
    const chosen = query(this.state);
    try {
      const seen = this.showing.exact ?? (await ask<Seen>("run", chosen));
      if (pins.length < MOST_PINS) pins.push({ query: chosen, seen });
    } catch (error) {
      return trouble(words(error), "Close");
    }
    this.pinned();
    flash(the("pin"), "Pinned");
  }

  private unpin(place: number): void {
    this.showing.pins.splice(place, 1);
    this.pinned();
  }

  private pinned(): void {
    this.state.pins = this.showing.pins.map((one) => one.query);
    history.replaceState(null, "", link(this.state, this.about));
    this.showing.drawAgain();
  }

  /** All pins of a link come at once: a table that grows row by row is none to read. */
  private async fetchPins(): Promise<void> {
    const found: Pin[] = [];
    for (const one of [...this.state.pins]) {
      try {
        found.push({ query: one, seen: await ask<Seen>("run", `${one}&runs=${Math.min(250, this.about.most)}`) });
      } catch {
        notice("A pin of this link does not fit this scenario and was left out.");
      }
    }
    const { pins } = this.showing;
    pins.unshift(...found);
    pins.splice(MOST_PINS); // somebody may have pinned more in the meantime
    this.state.pins = pins.map((one) => one.query);
    if (found.length) this.showing.drawAgain();
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
      this.showing.redraw();
      this.twins.redraw();
    });
    the("trouble").addEventListener("click", (event) => {
      if ((event.target as HTMLElement).textContent !== AGAIN) return;
      this.asking.again();
      this.showing.waits(true);
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
    const { exact } = this.showing;
    if (!this.twinsNear || !exact || this.twinsFor === asked) return;
    this.twinsFor = asked;
    try {
      const found: Twins = await oneWorld(asked);
      if (this.twinsFor !== asked) return;
      const isOfThis = [exact.base, exact.chosen].every((one) => one.name in found.policies);
      if (isOfThis) this.twins.show(found, exact);
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

  /** What of an address was not taken is told, and does not stay in it. */
  private notice({ left, opposed, brought, search }: Taken): void {
    const made = new URLSearchParams(location.search).get("model");
    if (made && made !== this.about.model)
      notice(`This link was made with another model (${made}); this is ${this.about.model}. The same numbers may not come out.`);
    if (left.length) notice(`Left out of the link, as this scenario does not know it or it has no such value: ${left.slice(0, 5).join(", ")}.`);
    for (const [claim, other] of opposed.slice(0, 5))
      notice(`Left out of the link: the claim “${claim}”, which contradicts “${other}”: both cannot be true.`);
    if (brought.length) notice(`Out of its range in the link, and brought into it: ${brought.slice(0, 5).join(", ")}.`);
    if (left.length + opposed.length + brought.length) history.replaceState(null, "", search || location.pathname);
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
