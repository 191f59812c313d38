// How long control lasts: the share of worlds that still have it with its interval, and how many these are.

import { area, curveStepAfter, line } from "d3-shape";
import { percent } from "./format";
import { Frame, type Margins } from "./frame";
import { labelled, narrow } from "./labels";
import type { About, Policy, Seen } from "./types";

const ROW = 16;
/** Room under the axis for what the numbers are, and for two rows of them. */
const TABLE = 2 + 3 * ROW;
const LETTERS = 17;

export const SURVIVAL_HEIGHT = 230 + TABLE;
export const survivalMargins = (): Margins => ({ top: 14, right: narrow() ? 14 : 132, bottom: 36 + TABLE, left: 48 });

type Side = { name: "base" | "chosen"; one: Policy };

export function drawSurvival(frame: Frame, about: About, seen: Seen, time: { x: (v: number) => string; name: string; last: number }): void {
  const months = [0, ...about.months];
  frame.lay([0, time.last], [0, 1]);
  frame.axes({ ...time, y: percent });
  const sides: Side[] = [{ name: "chosen", one: seen.chosen }, { name: "base", one: seen.base }];
  if (seen.base.name === seen.chosen.name) sides.pop();
  const x = (_: unknown, i: number) => frame.x(months[i]);
  const curve = line<number>(x, (v) => frame.y(v)).curve(curveStepAfter);
  for (const name of ["base", "chosen"] as const) {
    const one = sides.find((side) => side.name === name)?.one;
    const between = area<number>(x, (v) => frame.y(v), (_, i) => frame.y(one!.survival_high![i])).curve(curveStepAfter);
    frame.path(`band95 ${name}`, one ? between(one.survival_low!) : "");
    frame.path(`median ${name}`, one ? curve(one.survival!) : "");
  }
  const ends = sides.map(({ name, one }) => ({ name, end: one.survival![one.survival!.length - 1], title: one.title }));
  labelled(frame, "p-survival", ends.map(({ name, end, title }) => ({ name, words: `${title}: ${percent(end)}`, at: frame.y(end) })), LETTERS);
  atRisk(frame, about, sides);
  frame.name(seen.sentences.survival);
}

/** How many worlds still had control just before some moments: a row for each policy, named by a sample of its line. */
function atRisk(frame: Frame, about: About, sides: Side[]): void {
  const top = frame.y.range()[0] + 36 + ROW;
  const still = (one: Policy, month: number) => one.at_risk![Math.min(about.months.length, Math.ceil(month / about.months[0] - 1e-6))];
  const cells = sides.flatMap(({ name, one }, row) =>
    frame.ticks.map((month) => ({ name, x: frame.x(month), y: top + (row + 1) * ROW, words: still(one, month).toLocaleString("en") })),
  );
  frame.marks.selectAll<SVGTextElement, unknown>("text.caption").data(["worlds that still have control"]).join("text")
    .attr("class", "caption").attr("x", 4).attr("y", top).text((words) => words);
  frame.marks.selectAll<SVGTextElement, unknown>("text.risk").data(cells).join("text")
    .attr("class", (one) => `risk ${one.name}`).attr("text-anchor", "middle")
    .attr("x", (one) => one.x).attr("y", (one) => one.y).text((one) => one.words);
  for (const name of ["chosen", "base"]) {
    const row = sides.findIndex((side) => side.name === name);
    frame.path(`sample ${name}`, row < 0 ? "" : `M4,${top + (row + 1) * ROW - 4}h22`);
  }
}
