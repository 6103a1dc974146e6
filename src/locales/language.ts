/** The languages there are, by their BCP 47 names. */
export type Language = "en" | "zh-CN" | "zh-TW";
