// Numbers as people say them.

const MINUS = "\u2212";

export const percent = (value: number): string => `${trim(100 * value, 0)} %`;

export function points(value: number): string {
  const size = trim(Math.abs(100 * value), Math.abs(value) < 0.02 && value !== 0 ? 1 : 0);
  return `${Number(size) === 0 ? "" : value < 0 ? MINUS : "+"}${size}`;
}

export function amount(value: number, share: boolean): string {
  return share ? percent(value) : trim(value, Math.abs(value) < 10 ? 1 : 0);
}

export function change(value: number, share: boolean): string {
  if (share) return points(value);
  const size = trim(Math.abs(value), Number.isInteger(value) ? 0 : 1);
  return `${Number(size) === 0 ? "" : value < 0 ? MINUS : "+"}${size}`;
}

export function plain(value: number): string {
  return String(Number(value.toPrecision(4))).replace("-", MINUS);
}

function trim(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^-/, MINUS);
}

export function day(iso: string): string {
  const [date, time] = iso.split("T");
  const [year, month, days] = date.split("-").map(Number);
  const name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1];
  return `${days} ${name} ${year}${time ? `, ${time.slice(0, 5)}` : ""}`;
}
