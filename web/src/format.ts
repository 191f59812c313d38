// Numbers as people say them: the same words as the server's (analysis/wording.py), so that a sentence and a table agree.

const MINUS = "\u2212";

/** A share in percent, never 0 or 100 when it is neither. */
export function percent(value: number): string {
  const text = fixed(Math.abs(100 * value), 0);
  if (value < 0) return `${text === "0" ? "" : MINUS}${text} %`;
  if (value > 0 && text === "0") return "under 1 %";
  return value < 1 && text === "100" ? "over 99 %" : `${text} %`;
}

/** A mean count: one digit after the point under ten, none above; never 0 when it is not. */
export function count(value: number): string {
  const size = Math.abs(value);
  if (size >= 9.95) return `${value < 0 ? MINUS : ""}${Number(fixed(size, 0)).toLocaleString("en")}`;
  const text = fixed(size, 1);
  if (text === "0.0") return size === 0 ? "0" : "under 0.1";
  return `${value < 0 ? MINUS : ""}${text}`;
}

export function amount(value: number, share: boolean): string {
  return share ? percent(value) : count(value);
}

/** A difference with its sign, in points or posts. */
export function change(value: number, share: boolean): string {
  const text = fixed(Math.abs(share ? 100 * value : value), 1);
  return `${Number(text) === 0 ? "" : value < 0 ? MINUS : "+"}${text}`;
}

/** What stands beside a tick of an axis. */
export function mark(value: number, share: boolean): string {
  return share ? `${plain(100 * value)} %` : plain(value);
}

export function markOfChange(value: number, share: boolean): string {
  const size = plain(Math.abs(share ? 100 * value : value));
  return `${value === 0 ? "" : value < 0 ? MINUS : "+"}${size}`;
}

export function plain(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString("en", { maximumSignificantDigits: 4 }).replace("-", MINUS);
}

/** So many digits; what lies just between goes to the even one, as the server rounds. */
function fixed(size: number, digits: number): string {
  const scaled = size * 10 ** digits;
  const isBetween = Number.isInteger(size * 2 ** (digits + 1)) && scaled % 1 === 0.5;
  return isBetween ? ((2 * Math.round(scaled / 2)) / 10 ** digits).toFixed(digits) : size.toFixed(digits);
}

export function day(iso: string): string {
  const [date, time] = iso.split("T");
  const [year, month, days] = date.split("-").map(Number);
  const name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1];
  return `${days} ${name} ${year}${time ? `, ${time.slice(0, 5)}` : ""}`;
}
