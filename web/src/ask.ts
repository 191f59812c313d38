// One question at a time. The newest setting wins; what is under way for a preview is let finish, so that a drag is
// answered all along; refinement begins when the hand is still and is given up as soon as something moves.

import { key, scenario } from "./state";
import type { About, Seen, Twins } from "./types";

const STILL = 250;
const STAGES = [100, 250, 500];

export class Refused extends Error {}

export async function ask<T>(what: string, query: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address(what, query), { signal });
  const found = await answer.json().catch(() => ({ error: `The server answered ${answer.status}.` }));
  if (!answer.ok) throw new Refused(found.error ?? `The server answered ${answer.status}.`);
  return found as T;
}

export function address(what: string, query: string): string {
  const more = Object.entries({ key: key(), scenario: scenario() }).filter(([, held]) => held);
  return `api/${what}?${query}${more.map(([name, held]) => `&${name}=${encodeURIComponent(held)}`).join("")}`;
}

/** Send a scenario file; the mark under which it is open from then on. */
export async function open(file: File): Promise<string> {
  const answer = await fetch(address("open", ""), { method: "POST", body: file });
  const found = await answer.json().catch(() => ({ error: `The server answered ${answer.status}.` }));
  if (!answer.ok) throw new Refused(found.error);
  return found.scenario;
}

export const aboutScenario = () => ask<About>("about", "");
export const oneWorld = (query: string) => ask<Twins>("twins", query);

export class Asking {
  private wanted = "";
  private have = 0;
  private running = false;
  private refining: AbortController | null = null;
  private moved = 0;

  constructor(
    private about: About,
    private show: (seen: Seen) => void,
    private trouble: (words: string) => void,
  ) {}

  /** Ask for another setting; nothing is asked twice. */
  change(query: string): void {
    if (query === this.wanted) return;
    this.wanted = query;
    this.have = 0;
    this.moved = performance.now();
    this.refining?.abort();
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

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let runs = this.next(); runs > 0; runs = this.next()) {
      const query = this.wanted;
      try {
        if (this.have > 0) await this.stillness(query);
        if (query !== this.wanted) continue;
        this.refining = this.have > 0 ? new AbortController() : null;
        const seen = await ask<Seen>("run", `${query}&runs=${runs}`, this.refining?.signal);
        this.show(seen);
        this.trouble("");
        if (query === this.wanted) this.have = runs;
      } catch (error) {
        if (query !== this.wanted) continue;
        this.trouble(words(error));
        break;
      }
    }
    this.refining = null;
    this.running = false;
  }

  private async stillness(query: string): Promise<void> {
    while (query === this.wanted && performance.now() - this.moved < STILL)
      await new Promise((go) => setTimeout(go, 40));
  }
}

export function words(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return "The server does not answer. Is it still running? What you see is the last answer.";
}
