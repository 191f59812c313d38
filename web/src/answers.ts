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

  /** Keep one in place of what was here for a setting, and let the oldest go. */
  keep(query: string, seen: Seen): void {
    this.held.delete(query);
    this.held.set(query, seen);
    const [oldest] = this.held.keys();
    if (this.held.size > MOST) this.held.delete(oldest);
  }
}
