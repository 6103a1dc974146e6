/** What follows Chinese text: a space sets it off where it begins with a letter, a digit or a mark of another script. */
export function after(text: string): string {
  return /^[!-~]/.test(text) ? ` ${text}` : text;
}
