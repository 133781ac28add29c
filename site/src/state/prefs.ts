// Small preferences that outlive the page; where storage is refused (sandboxed frames) they last as long as the page.

const memory = new Map<string, string>();
const prefix = "ehlo.";

export function getPref(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function setPref(key: string, value: string): void {
  memory.set(key, value);
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // An opaque origin or a full disk: memory has it.
  }
}
