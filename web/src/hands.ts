// Where a hand lies: on which control, by key or by pointer, and what a click would set where the pointer rests.

import { onStep } from "./steps";
import type { Control } from "./types";

/** The control that was touched last. */
export interface Hand {
  control: Control;
  /** Which way it was moved: 1 up, -1 down, 0 not yet. */
  way: number;
  /** What a click would set, or null where it would set nothing new. */
  under: number | null;
  isByKey: boolean;
  /** Whether the hand is still there: the pointer over the control, or the keys on it. */
  lies: () => boolean;
  /** Whether a pointer holds it. */
  holds: () => boolean;
}

type Handle = HTMLInputElement | HTMLSelectElement;

/** For so long a pointer does not move before it rests, in milliseconds. */
const REST = 50;
/** What has come under the keys: from there the next step is likely. */
const BY_KEY = "input[type=range]:focus-visible, select:focus-visible";
/** How wide browsers draw the thumb of a slider: its middle goes from half of it to half of it before the end. */
const THUMB = CSS.supports("-moz-appearance", "none") ? 20 : 16;

export class Hands {
  hand: Hand | null = null;
  /** Whether a pointer holds a slider. */
  isHeld = false;
  private isByKey = false;
  private resting = 0;

  /** `laid` is called when a hand has come to lie somewhere, or has let go. */
  constructor(private laid: () => void) {
    const isSlider = (event: Event) => (event.target as HTMLElement).matches("input[type=range]");
    document.addEventListener("pointerdown", (event) => (this.isHeld = isSlider(event)), true);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => this.letGo());
  }

  forget(): void {
    clearTimeout(this.resting);
    this.hand = null;
  }

  moved(control: Control, handle: Handle, way: number): void {
    clearTimeout(this.resting);
    this.hand = this.on(control, handle, way, null);
  }

  watch(control: Control, handle: Handle): void {
    handle.addEventListener("focus", () => {
      if (!handle.matches(BY_KEY)) return;
      this.isByKey = true;
      this.lay(control, handle, null);
    });
    handle.addEventListener("keydown", () => (this.isByKey = true));
    if (handle instanceof HTMLSelectElement) return;
    handle.addEventListener("pointermove", (event) => {
      clearTimeout(this.resting);
      if (event.buttons === 0) this.resting = window.setTimeout(() => this.rest(control, handle, event.clientX), REST);
    });
    handle.addEventListener("pointerdown", (event) => {
      this.isByKey = false;
      if (event.pointerType !== "mouse") this.rest(control, handle, event.clientX); // a finger comes without resting first
    });
    handle.addEventListener("pointerleave", () => {
      clearTimeout(this.resting);
      if (this.hand?.control === control) this.hand.under = null;
    });
  }

  private rest(control: Control, slider: HTMLInputElement, x: number): void {
    clearTimeout(this.resting);
    this.isByKey = false;
    this.lay(control, slider, under(control, slider, x));
  }

  private lay(control: Control, handle: Handle, under: number | null): void {
    const way = this.hand?.control === control ? this.hand.way : 0;
    this.hand = this.on(control, handle, way, under);
    this.laid();
  }

  private on(control: Control, handle: Handle, way: number, under: number | null): Hand {
    const holds = () => this.isHeld;
    return { control, way, under, isByKey: this.isByKey, holds, lies: () => handle.matches(":hover, :focus") };
  }

  private letGo(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.laid();
  }
}

/** What a click at a place sets, as browsers turn it into a value; on the thumb it takes hold and sets nothing. */
function under(control: Control, slider: HTMLInputElement, x: number): number | null {
  const box = slider.getBoundingClientRect();
  const width = box.width - THUMB;
  const place = (x - box.left - THUMB / 2) / width;
  const { low, high } = control;
  const thumb = (Number(slider.value) - low) / (high - low);
  if (Math.abs(place - thumb) * width <= THUMB / 2) return null;
  return onStep(control, low + Math.min(1, Math.max(0, place)) * (high - low));
}
