// Sliders with a number box, what their numbers mean, where they come from, and a way back.

import { make, the } from "./dom";
import { plain } from "./format";
import { Hands } from "./hands";
import type { State } from "./state";
import { onStep, PAGE, stepped } from "./steps";
import type { About, Claim, Control } from "./types";

const SHOWN_FIRST = 5;

export class Controls {
  private rows = new Map<string, Row>();
  private built = new Set<string>();
  readonly hands: Hands;

  constructor(
    private about: About,
    private state: State,
    private changed: (control?: Control) => void,
    touched: () => void,
  ) {
    this.hands = new Hands(touched);
    the<HTMLDetailsElement>("shocks").addEventListener("toggle", () => this.shocks());
    the<HTMLDetailsElement>("assumptions").addEventListener("toggle", () => this.assumptions());
    the("shocks").hidden = !about.controls.some((one) => one.group === "shock");
    the("assumptions").hidden = !about.claims.length && !about.controls.some((one) => one.group === "assumption");
    if (this.touches("shock")) the<HTMLDetailsElement>("shocks").open = true;
    // The blocks that are there are counted; one that is hidden leaves no gap.
    document.querySelectorAll("aside > :not([hidden]) .count").forEach((one, place) => (one.textContent = `${place + 1}. `));
  }

  /** The numbers of the policy that is looked at, those that matter most first. */
  policy(): void {
    this.hands.forget();
    const policy = this.about.policies.find((one) => one.name === this.state.policy)!;
    const own = this.about.controls.filter((one) => one.group === "policy" && policy.paths.includes(one.path));
    const beside = this.about.policies.filter((one) => policy.beside.includes(one.name));
    const also = this.about.controls.filter((c) => c.group === "policy" && beside.some((p) => p.paths.includes(c.path) && !policy.paths.includes(c.path)));
    const short = own.filter((one) => one.section === one.holder);
    const first = (short.length ? short : own).slice(0, SHOWN_FIRST);
    const rest = own.filter((one) => !first.includes(one));
    the("about-policy").textContent = policy.about;
    the("about-rule").hidden = policy.about === "";
    the("policy-controls").replaceChildren(
      ...first.map((one) => this.row(one)),
      ...this.more(`More of this rule (${rest.length})`, rest),
      ...this.more(`In force beside it: ${beside.map((one) => one.title).join(", ")} (${also.length})`, also),
    );
    if (!own.length) the("policy-controls").replaceChildren(make("p", { class: "muted" }, "This policy has no numbers to move."));
  }

  /** After a change from elsewhere: every control that is on the page shows what holds. */
  refresh(): void {
    for (const one of this.rows.values()) one.show();
    this.claimsShow();
    this.count();
  }

  private shocks(): void {
    if (this.built.has("shock")) return;
    this.built.add("shock");
    const found = this.about.controls.filter((one) => one.group === "shock");
    the("shock-controls").replaceChildren(...this.byHolder(found));
  }

  private assumptions(): void {
    if (this.built.has("assumption")) return;
    this.built.add("assumption");
    the("claim-controls").replaceChildren(...this.about.claims.map((one) => this.claim(one)));
    const found = this.about.controls.filter((one) => one.group === "assumption");
    const sections = new Map<string, Control[]>();
    for (const one of found) {
      const name = one.holder ? (this.about.holders[one.holder] ?? one.holder) : `Everybody: ${one.section}`;
      sections.set(name, [...(sections.get(name) ?? []), one]);
    }
    the("assumption-controls").replaceChildren(...[...sections].flatMap(([name, some]) => this.more(`${name} (${some.length})`, some)));
    this.claimsShow();
  }

  private byHolder(some: Control[]): HTMLElement[] {
    const holders = [...new Set(some.map((one) => one.holder))];
    return holders.flatMap((holder) => [
      make("h3", {}, this.about.holders[holder] ?? holder),
      ...some.filter((one) => one.holder === holder).map((one) => this.row(one)),
    ]);
  }

  private more(title: string, some: Control[]): HTMLElement[] {
    if (!some.length) return [];
    const inside = make("div");
    const all = make("details", { class: "more" }, make("summary", {}, title), inside);
    all.open = some.some((one) => this.state.values.has(one.path));
    const fill = () => inside.childElementCount || inside.replaceChildren(...some.map((one) => this.row(one)));
    if (all.open) fill();
    all.addEventListener("toggle", fill);
    return [all];
  }

  private row(control: Control): HTMLElement {
    const moved = (way: number) => {
      this.hands.moved(control, row.slider, way);
      this.count();
      this.changed(control);
    };
    const row = new Row(control, this.about, this.state, moved);
    this.hands.watch(control, row.slider);
    this.rows.set(control.path, row);
    return row.place;
  }

  private claim(one: Claim): HTMLElement {
    const name = `claim-${one.name}`;
    const graded = one.p_true === null ? "as graded (left out)" : `as graded (${Math.round(100 * one.p_true)} of 100 worlds)`;
    const choices = ([["", graded], ["true", "true"], ["false", "false"]] as const).map(([value, words]) => {
      const input = make("input", { type: "radio", name, value });
      input.addEventListener("change", () => this.switchClaim(one, value));
      return make("label", {}, input, ` ${words}`);
    });
    const sources = make("ol", {}, ...one.sources.map(sourceOf));
    return make(
      "fieldset",
      { class: "claim", id: name },
      make("legend", {}, one.text),
      one.speaks ? make("div", { class: "choices" }, ...choices) : make("p", { class: "muted" }, "No number of this scenario changes with its truth."),
      make("details", { class: "why" }, make("summary", {}, `Graded ${one.grade}: why, and by whom it is told`), make("p", {}, one.why), sources),
    );
  }

  /** Two claims that contradict each other cannot both be taken for true. */
  private switchClaim(claim: Claim, value: string): void {
    if (value === "") this.state.claims.delete(claim.name);
    else this.state.claims.set(claim.name, value === "true");
    for (const other of this.about.claims) {
      const against = other.contradicts.includes(claim.name) || claim.contradicts.includes(other.name);
      if (value === "true" && against && this.state.claims.get(other.name)) this.state.claims.delete(other.name);
    }
    this.claimsShow();
    this.count();
    this.changed();
  }

  private claimsShow(): void {
    for (const one of this.about.claims) {
      const held = this.state.claims.get(one.name);
      const value = held === undefined ? "" : String(held);
      const input = document.querySelector<HTMLInputElement>(`input[name="claim-${one.name}"][value="${value}"]`);
      if (input) input.checked = true;
    }
  }

  private touches(group: Control["group"]): boolean {
    return this.about.controls.some((one) => one.group === group && this.state.values.has(one.path));
  }

  private count(): void {
    const moved = this.about.controls.filter((one) => one.group === "assumption" && this.state.values.has(one.path));
    const count = moved.length + this.state.claims.size;
    the("changed").textContent = count ? `${count} changed` : "";
  }
}

function sourceOf(one: Claim["sources"][number]): HTMLElement {
  const title = one.address
    ? make("a", { href: one.address, rel: "noopener noreferrer", target: "_blank" }, one.title)
    : make("span", {}, one.title);
  return make("li", {}, title, one.how ? ` (${one.how})` : "");
}

class Row {
  readonly place: HTMLElement;
  readonly slider: HTMLInputElement | HTMLSelectElement;
  private box: HTMLInputElement | null = null;
  private back: HTMLButtonElement;
  private stand: HTMLElement;

  constructor(
    private control: Control,
    private about: About,
    private state: State,
    private moved: (way: number) => void,
  ) {
    const id = `c-${control.path.replace(/[^\w]/g, "-")}`;
    this.slider = this.handle(id);
    this.back = make("button", { type: "button", class: "back", "aria-label": `Reset ${control.label}` }, "reset");
    this.back.addEventListener("click", () => this.reset());
    this.stand = make("span", { class: "stand" });
    const name = make("label", { for: id, title: control.why }, control.label);
    const unit = ["1", "0 or 1", "name"].includes(control.unit) ? "" : ` (${control.unit})`;
    const meaning = make("p", { class: "muted meaning", id: `${id}-m` }, `${control.meaning}${unit}. `, this.stand);
    const line = make("div", { class: "line" }, this.slider, this.box);
    this.place = make("div", { class: "control" }, make("div", { class: "head" }, name, this.back), meaning, line, this.why());
    this.slider.setAttribute("aria-describedby", `${id}-m`);
    this.show();
  }

  private handle(id: string): HTMLInputElement | HTMLSelectElement {
    const { control } = this;
    if (control.names.length || control.switch) {
      const names = control.names.length ? control.names : ["no", "yes"];
      const options = names.map((name, value) => make("option", { value: String(value) }, name));
      const found = make("select", { id }, make("option", { value: "" }, "as the scenario has it"), ...options);
      found.addEventListener("change", () => (found.value === "" ? this.reset() : this.set(Number(found.value))));
      return found;
    }
    const range = { min: String(control.low), max: String(control.high), step: "any" };
    const slider = make("input", { type: "range", id, ...range });
    this.box = make("input", { type: "number", step: "any", min: String(control.least), max: String(control.most), "aria-label": `${control.label}, as a number` });
    slider.addEventListener("input", () => this.set(onStep(this.control, Number(slider.value))));
    slider.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("change", () => this.typed());
    return slider;
  }

  /** Arrow keys move by a step, page keys by ten, and never off the steps. */
  private key(event: KeyboardEvent): void {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: PAGE, PageDown: -PAGE }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    this.set(stepped(this.control, this.now(), steps));
  }

  private now(): number {
    return this.state.values.get(this.control.path) ?? this.control.at;
  }

  private typed(): void {
    const value = Number(this.box!.value);
    if (this.box!.value === "" || !Number.isFinite(value)) return this.reset();
    this.set(Math.min(this.control.most, Math.max(this.control.least, value)));
  }

  private set(value: number): void {
    const way = Math.sign(value - this.now());
    this.state.values.set(this.control.path, value);
    this.show();
    this.moved(way);
  }

  private reset(): void {
    this.state.values.delete(this.control.path);
    this.show();
    this.moved(0);
  }

  show(): void {
    const { control } = this;
    const moved = this.state.values.get(control.path);
    const value = moved ?? control.at;
    this.place.classList.toggle("moved", moved !== undefined);
    this.back.hidden = moved === undefined;
    if (this.slider instanceof HTMLSelectElement) this.slider.value = moved === undefined ? "" : String(moved);
    else this.slider.value = String(value);
    if (this.box) this.box.value = moved === undefined && !control.fixed ? "" : String(value);
    if (this.box) this.box.placeholder = control.fixed ? "" : `~${Number(control.at.toPrecision(2))}`;
    this.stand.textContent = moved === undefined ? (control.fixed ? "" : `Uncertain: ${control.drawn}.`) : "The same in every world.";
    this.slider.setAttribute("aria-valuetext", moved === undefined && !control.fixed ? `uncertain, about ${plain(value)}` : plain(value));
  }

  private why(): HTMLElement | null {
    const { control, about } = this;
    if (!control.why && !control.claims.length) return null;
    const claims = about.claims.filter((one) => control.claims.includes(one.name));
    const told = claims.map((one) => make("li", {}, `${one.text} (graded ${one.grade})`));
    return make(
      "details",
      { class: "why" },
      make("summary", {}, claims.length ? "What it rests on" : "An assumption: why"),
      make("p", {}, control.why),
      control.fixed ? null : make("p", {}, `Drawn anew in every world: ${control.prior}.`),
      told.length ? make("ul", {}, ...told) : null,
    );
  }
}
