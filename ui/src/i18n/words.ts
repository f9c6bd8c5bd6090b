/** Words with the same keys, whose values are any strings. */
type Same<Words> = { [Key in keyof Words]: Words[Key] extends string ? string : Same<Words[Key]> };

/** English and French side by side; plural forms are `key_one` and `key_other`. */
export function words<const English extends object>(
  en: English,
  fr: Same<English>,
): { en: English; fr: Same<English> } {
  return { en, fr };
}
