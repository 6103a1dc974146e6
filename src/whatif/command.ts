/** The command that runs a scenario with changes, to copy into a shell. */

/**
 * @param input the arguments that name the scenario: a file, a built-in name, or flags
 * @param changes as `--what-if` takes them
 */
export function explainCommand(input: readonly string[], changes: string): string {
  return ["zk-elect explain", ...input.map(shellWord), `--what-if "${changes}"`].join(" ");
}

/** An argument as a POSIX shell takes it; control characters in the notation that bash, zsh and ksh share. */
function shellWord(text: string): string {
  // What begins with a dash would be taken for an option.
  if (text.startsWith("-") && text !== "-") return shellWord(`./${text}`);
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/[\\'\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => {
    if (char === "\\" || char === "'") return `\\${char}`;
    const code = char.codePointAt(0) ?? 0;
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return `$'${escaped}'`;
}
