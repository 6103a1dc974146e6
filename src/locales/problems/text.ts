/**
 * A text of a catalogue: its key, and what it tells of. Plain data, the same in every language, and in JSON too.
 */
export type TextOf<Catalogue> = {
  [Key in keyof Catalogue]: readonly [
    Key,
    ...(Catalogue[Key] extends (...told: infer Told) => string ? Readonly<Told> : []),
  ];
}[keyof Catalogue];

/** The text in the language of the catalogue. */
export function inWords<Catalogue extends object>(catalogue: Catalogue, [key, ...told]: TextOf<Catalogue>): string {
  const text = catalogue[key] as string | ((...told: readonly unknown[]) => string);
  return typeof text === "string" ? text : text(...told);
}
