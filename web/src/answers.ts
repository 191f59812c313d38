// Answers that came lately. A setting always has the same answer, so one that is here need not be asked for again.

import type { Kin } from "./kin";
import type { Seen } from "./types";

/** Two sliders with all that is asked ahead for them and some drags; an answer is about 25 kB of text. */
const MOST = 200;

export class Answers {
  private held = new Map<string, Seen>();

  has(query: string): boolean {
    return this.held.has(query);
  }

  get(query: string): Seen | undefined {
    return this.held.get(query);
  }

  /** Of the settings that have one number for all worlds, the one that is nearest to what is wanted. */
  nearest(kin: Kin): string | undefined {
    let [found, least] = ["", Infinity];
    for (const query of this.held.keys()) {
      const far = kin.isOne(query) ? kin.distance(query) : Infinity;
      if (far < least) [found, least] = [query, far];
    }
    return found || undefined;
  }

  /** Keep one in place of what was here for a setting, and let the oldest go. */
  keep(query: string, seen: Seen): void {
    this.held.delete(query);
    this.held.set(query, seen);
    const [oldest] = this.held.keys();
    if (this.held.size > MOST) this.held.delete(oldest);
  }
}
