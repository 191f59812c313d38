// A few short hands for the document.

export function the<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

type Part = Node | string | null;

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  facts: Record<string, string | boolean> = {},
  ...parts: Part[]
): HTMLElementTagNameMap[K] {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(facts)) {
    if (value === true) one.setAttribute(key, "");
    else if (value !== false) one.setAttribute(key, value);
  }
  one.append(...parts.filter((part): part is Node | string => part !== null));
  return one;
}

export function say(id: string, text: string): void {
  const place = the(id);
  if (place.textContent !== text) place.textContent = text;
}
