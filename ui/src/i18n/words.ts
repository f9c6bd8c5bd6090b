/** Words with the same keys, whose values are any strings. */
type Same<Words> = { [Key in keyof Words]: Words[Key] extends string ? string : Same<Words[Key]> };

/** English and French side by side; plural forms are `key_one` and `key_other`. */
export function words<const English extends object>(
  en: English,
  fr: Same<English>,
): { en: English; fr: Same<English> } {
  return { en, fr: typeset(fr) };
}

/** French puts a space before some signs and inside its quotes, where no line may end: they are typed as plain ones. */
function typeset<Words>(words: Words): Words {
  if (typeof words === 'string') {
    return words.replace(/ (?=[:»])|(?<=«) /g, '\u00a0').replace(/ (?=[;?!])/g, '\u202f') as Words;
  }
  return Object.fromEntries(Object.entries(words as object).map(([key, value]) => [key, typeset(value)])) as Words;
}
