// One question at a time. The newest setting wins; what is under way for a preview is let finish, so that a drag is
// answered all along, unless the new setting's answer is here. Until it is, the nearest that is here is shown. Then what
// may be asked for next is asked for ahead, and kept; refinement begins when the hand is still. Both are given up as soon
// as something moves: a server finishes the turn that it is at, so what turns out to be wanted is not lost.

import { Answers } from "./answers";
import type { Kin } from "./kin";
import { key, scenario } from "./state";
import type { About, Seen, Twins } from "./types";

const STILL = 250;
/** For so long what nobody has asked for may keep more worlds of what is seen waiting, in milliseconds: each, and all. */
const PATIENCE = 1500;
const LOOKING = 2000;
const STAGES = [100, 250, 500];

export class Refused extends Error {}

export async function ask<T>(what: string, query: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address(what, query), { signal });
  if (answer.ok) return (await answer.json()) as T;
  throw await refusal(answer);
}

/** What the server says against a question, in its words where it has any. */
async function refusal(answer: Response): Promise<Refused> {
  const found = await answer.json().catch(() => ({}));
  return new Refused(found.error ?? `The server answered ${answer.status}.`);
}

export function address(what: string, query: string): string {
  const more = Object.entries({ key: key(), scenario: scenario() }).filter(([, held]) => held);
  return `api/${what}?${query}${more.map(([name, held]) => `&${name}=${encodeURIComponent(held)}`).join("")}`;
}

/** Send a scenario file; the mark under which it is open from then on. */
export async function open(file: File): Promise<string> {
  const answer = await fetch(address("open", ""), { method: "POST", body: file });
  if (!answer.ok) throw await refusal(answer);
  return (await answer.json()).scenario;
}

export const aboutScenario = () => ask<About>("about", "");
export const oneWorld = (query: string) => ask<Twins>("twins", query);

export class Asking {
  private wanted = "";
  private kin: Kin | null = null;
  private shown = "";
  private have = 0;
  private running = false;
  private canGiveUp = true;
  private looking = false;
  private giveUp = new AbortController();
  private moved = 0;
  private since = 0;
  private took = 0;
  private looksAhead = false;
  private failed = false;
  private answers = new Answers();

  constructor(
    private about: About,
    private show: (seen: Seen, query: string) => void,
    private trouble: (words: string) => void,
    private likely: () => string[],
    private isHeld: () => boolean,
  ) {}

  /** Ask for another setting, of which its kin may be seen before it; nothing is asked twice. */
  change(query: string, kin: Kin | null = null): void {
    if (query === this.wanted) return;
    this.wanted = query;
    this.kin = kin;
    this.have = 0;
    this.looksAhead = !this.about.read_only;
    this.moved = performance.now();
    if (this.canGiveUp || this.answers.has(query)) this.giveUp.abort();
    if (!this.answers.has(query)) this.comeNearer();
    void this.run();
  }

  /** Somebody has laid a hand on a control: what it may ask for comes before more worlds of what is seen. */
  foresee(): void {
    if (this.have === 0) return;
    this.since = performance.now();
    if (this.ahead() === undefined) return;
    if (this.canGiveUp && !this.looking) this.giveUp.abort();
    void this.run();
  }

  again(): void {
    this.have = 0;
    void this.run();
  }

  private next(): number {
    const { first, most } = this.about;
    const stages = [first, ...STAGES.filter((one) => one > first && one < most), most];
    return stages.find((one) => one > this.have) ?? 0;
  }

  /** A setting that may be asked for next and is not here yet, while there is time: more worlds wait for a while only. */
  private ahead(): string | undefined {
    const isTime = this.next() === 0 || performance.now() - this.since + this.took <= LOOKING;
    return this.looksAhead && isTime ? this.likely().find((one) => !this.answers.has(one)) : undefined;
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (await this.step(this.wanted));
    this.running = false;
  }

  /** What is seen first, then what may be asked for next, then more worlds of what is seen. False: nothing is left. */
  private async step(query: string): Promise<boolean> {
    const known = this.have > 0 ? undefined : this.answers.get(query);
    if (known) return this.take(query, known);
    const ahead = this.have > 0 ? this.ahead() : undefined;
    const runs = this.next();
    if (ahead === undefined && runs === 0) return false;
    this.giveUp = new AbortController();
    this.canGiveUp = this.have > 0;
    try {
      const waits = this.have > 0 && (ahead === undefined || this.isHeld());
      if (waits && !(await this.stillness(query))) return true;
      if (ahead !== undefined) return await this.lookAhead(ahead);
      return this.take(query, await ask<Seen>("run", `${query}&runs=${runs}`, this.giveUp.signal));
    } catch (error) {
      if (query !== this.wanted || this.giveUp.signal.aborted) return true;
      this.failed = true;
      this.trouble(words(error));
      return false;
    } finally {
      this.canGiveUp = true;
    }
  }

  private take(query: string, seen: Seen): boolean {
    this.answers.keep(query, seen);
    if (query === this.wanted || !this.kin) this.bring(query, seen);
    else this.comeNearer();
    if (this.failed) this.trouble(""); // what else is told there, such as what is wrong with a file, stays to be read
    this.failed = false;
    if (query !== this.wanted) return true;
    if (this.have === 0) this.since = performance.now();
    this.have = seen.replicates;
    return true;
  }

  private bring(query: string, seen: Seen): void {
    this.shown = query;
    this.show(seen, query);
  }

  /** While an answer is on its way: the nearest that is here, if it is nearer than what is seen. */
  private comeNearer(): void {
    const found = this.kin ? this.answers.nearest(this.kin) : undefined;
    if (found === undefined || this.kin!.distance(found) >= this.kin!.distance(this.shown)) return;
    this.bring(found, this.answers.get(found)!);
  }

  /** Nobody waits for it, so nobody is told if it fails, and where a server has no time for it more worlds come first. */
  private async lookAhead(query: string): Promise<boolean> {
    this.looking = true;
    const signal = AbortSignal.any([this.giveUp.signal, AbortSignal.timeout(PATIENCE)]);
    const began = performance.now();
    try {
      this.answers.keep(query, await ask<Seen>("run", `${query}&runs=${this.about.first}&ahead=1`, signal));
    } catch {
      if (!this.giveUp.signal.aborted) this.looksAhead = false;
    }
    this.looking = false;
    this.took = performance.now() - began;
    return true;
  }

  private async stillness(query: string): Promise<boolean> {
    while (!this.giveUp.signal.aborted && performance.now() - this.moved < STILL)
      await new Promise((go) => setTimeout(go, 40));
    return query === this.wanted && !this.giveUp.signal.aborted;
  }
}

export function words(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return "The server does not answer. Is it still running? What you see is the last answer.";
}
