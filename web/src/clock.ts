// In what the page counts time: months, or days and hours where the whole is shorter than that.

import type { About } from "./types";

const HOUR = 3_600_000;

/** Milliseconds of a date, or of a date with a time of day, that names no zone. */
const moment = (iso: string): number => Date.parse(iso.includes("T") ? `${iso}Z` : iso);

/** The same scenario with its moments in a unit in which they are numbers that people know. */
export function inUnits(about: About): About {
  const last = about.months[about.months.length - 1];
  const hours = (moment(about.dates[about.dates.length - 1]) - moment(about.start)) / HOUR;
  const [unit, size] = last >= 2 ? ["month", 1] : hours > 72 ? ["day", hours / 24 / last] : ["hour", hours / last];
  if (unit === "month" || !(hours > 0)) return { ...about, unit: "month" };
  const events = about.events.map((one) => ({ ...one, month: one.month * Number(size) }));
  return { ...about, unit: String(unit), months: about.months.map((one) => one * Number(size)), events };
}
