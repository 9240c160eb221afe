import type { Answer } from './vision-calls.ts'

/** Longer ones are sentences. */
const tagLengthMax = 60
const tagsMax = 30

/** Tokens that are no text: `<s>`, `</s>`, `<pad>`, `<loc_12>`, `<od>` … */
const special = /<\/?[a-z][\w-]*>/gi

/** Returns the text without special tokens; of a cut answer, up to its last whole sentence. */
export function readText({ text, isCut }: Answer): string {
  const plain = text.replaceAll(special, ' ').replaceAll(/\s+/gu, ' ').trim()
  const [whole = plain] = isCut ? (/^.*[.!?](?=\s|$)/u.exec(plain) ?? []) : []
  return whole
}

/**
 * Returns the names of the objects that an answer locates, lowercase and each once, in its order: Florence-2 answers
 * `red car<loc_1><loc_2><loc_3><loc_4>door<loc_5>…`, several boxes after one name.
 */
export function readTags({ text }: Answer): string[] {
  const names = Array.from(text.matchAll(/([^<>]+)<loc_\d+>/giu), ([, name = '']) =>
    name.replaceAll(/\s+/gu, ' ').trim().toLowerCase(),
  )
  const tags = names.filter((name) => /^[^"\p{Cc}]*[\p{L}\p{N}][^"\p{Cc}]*$/u.test(name) && name.length <= tagLengthMax)
  return [...new Set(tags)].slice(0, tagsMax)
}
