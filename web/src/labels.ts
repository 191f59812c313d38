// Direct labels at the ends of lines, moved apart as far as needed; on a narrow page a key above the plot.

import { the } from "./dom";
import type { Frame } from "./frame";

/** What a line is called, and how high it ends. */
export interface Ending {
  name: string;
  words: string;
  at: number;
}

const LINE = 15;
const SVG = "http://www.w3.org/2000/svg";

export const narrow = () => window.innerWidth < 700;

/** Labels right of a plot, in lines of no more than so many letters. */
export function labelled(frame: Frame, place: string, wanted: Ending[], letters: number): void {
  const endings = wanted.map((one) => ({ ...one, words: one.words.replace(/ (%|posts)/g, "\u00a0$1") }));
  const lines = endings.map((one) => wrapped(one.words, letters));
  const heights = lines.map((one) => one.length * LINE + 5);
  const tops = apart(endings.map((one, i) => one.at - heights[i] / 2), heights, 4, frame.y.range()[0] - 4);
  const texts = frame.marks.selectAll<SVGTextElement, unknown>("text.label").data(narrow() ? [] : endings).join("text");
  texts.attr("class", (one) => `label ${one.name}`).attr("y", (_, i) => tops[i] + 12);
  texts.each(function (_, i) {
    const at = frame.x.range()[1] + 8;
    this.replaceChildren(...lines[i].map((words, row) => span(words, at, row)));
  });
  key(the(place), narrow() ? endings : []);
}

function span(words: string, at: number, row: number): SVGElement {
  const one = document.createElementNS(SVG, "tspan");
  one.setAttribute("x", String(at));
  if (row) one.setAttribute("dy", String(LINE));
  one.textContent = words;
  return one;
}

function wrapped(words: string, most: number): string[] {
  const lines: string[] = [""];
  for (const word of words.split(" ")) {
    const now = lines[lines.length - 1];
    if (now && now.length + word.length + 1 > most) lines.push(word);
    else lines[lines.length - 1] = now ? `${now} ${word}` : word;
  }
  return lines;
}

/** Tops of boxes in the order of their wishes, without overlap, between two ends. */
function apart(tops: number[], heights: number[], low: number, high: number): number[] {
  const order = tops.map((_, i) => i).sort((a, b) => tops[a] - tops[b]);
  const found = [...tops];
  let floor = low;
  for (const i of order) floor = (found[i] = Math.max(found[i], floor)) + heights[i];
  let ceiling = high;
  for (const i of order.reverse()) ceiling = found[i] = Math.min(found[i], ceiling - heights[i]);
  return found;
}

function key(place: HTMLElement, endings: Ending[]): void {
  place.querySelector(".key")?.remove();
  if (!endings.length) return;
  const list = document.createElement("ul");
  list.className = "key";
  for (const one of endings) {
    const item = document.createElement("li");
    item.className = one.name;
    item.textContent = one.words;
    list.append(item);
  }
  place.prepend(list);
}
