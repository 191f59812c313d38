// Answers that came lately. A setting always has the same answer, so one that is here need not be asked for again.

import type { Seen } from "./types";

const MOST = 60;

export class Answers {
  private held = new Map<string, Seen>();

  has(query: string): boolean {
    return this.held.has(query);
  }

  get(query: string): Seen | undefined {
    return this.held.get(query);
  }

  /** Keep one; of two answers to a setting the one that more worlds stand behind. The oldest is let go. */
  keep(query: string, seen: Seen): void {
    const before = this.held.get(query);
    this.held.delete(query);
    this.held.set(query, before && before.replicates > seen.replicates ? before : seen);
    const [oldest] = this.held.keys();
    if (this.held.size > MOST) this.held.delete(oldest);
  }
}
