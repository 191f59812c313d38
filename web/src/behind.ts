// How many worlds stand behind what is seen; and, while the answer to what is chosen is on its way, what is seen instead.

import { plain } from "./format";
import type { Kin } from "./kin";
import type { Seen } from "./types";

export function behind(seen: Seen): string {
  if (seen.replicates >= seen.most) return `${many(seen)} stand behind what you see.`;
  return `${many(seen)} so far; refining to ${seen.most.toLocaleString("en")} while nothing moves.`;
}

export function behindShort(seen: Seen): string {
  return `${many(seen)}.`;
}

/** Which setting is seen and which follows, if it is on its way. */
export function instead(seen: Seen, kin: Kin | null, setting: string, isComing: boolean): string {
  const here = numberIn(kin, setting);
  if (!here) return `Shown: what you chose before${isComing ? "; your last choice follows" : ", not your last choice"}. ${many(seen)}.`;
  const wanted = plain(kin!.wanted);
  return `Shown: ${here}, the nearest worked out${isComing ? `; ${wanted} follows` : `, not ${wanted}`}. ${many(seen)}.`;
}

export function insteadShort(seen: Seen, kin: Kin | null, setting: string, isComing: boolean): string {
  const here = numberIn(kin, setting);
  if (!here) return `Shown: what you chose before. ${many(seen)}.`;
  const wanted = plain(kin!.wanted);
  return `Shown: ${here}${isComing ? `; ${wanted} follows` : `, not ${wanted}`}. ${many(seen)}.`;
}

function numberIn(kin: Kin | null, setting: string): string | null {
  const number = kin?.numberOf(setting) ?? null;
  if (number === null) return null;
  return `${kin!.label} ${kin!.isOne(setting) ? plain(number) : `as drawn, about ${plain(number)}`}`;
}

function many(seen: Seen): string {
  return `${seen.replicates.toLocaleString("en")} matched worlds`;
}
