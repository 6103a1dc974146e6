/** Lines of a Java properties file, the format of zoo.cfg (java.util.Properties.load). */

export interface Property {
  key: string;
  value: string;
  /** Where the key begins, 1-based. */
  line: number;
  column: number;
}

/** Every `key=value` in order, comments and blank lines left out; a key may come more than once. */
export function readProperties(text: string): Property[] {
  const properties: Property[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let logical = lines[index] ?? "";
    if (/^\s*(?:[#!]|$)/.test(logical)) continue;
    while (/(?<!\\)(?:\\\\)*\\$/.test(logical) && index + 1 < lines.length) {
      index += 1;
      logical = logical.slice(0, -1) + (lines[index] ?? "").trimStart();
    }
    const column = logical.search(/\S/) + 1;
    const [, key = "", value = ""] = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/.exec(logical.trim()) ?? [];
    properties.push({ key: unescaped(key), value: unescaped(value), line, column });
  }
  return properties;
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, char: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { t: "\t", n: "\n", r: "\r", f: "\f" }[char] ?? char;
  });
}
