/** Where two texts differ, in the new one: between what both begin and what both end with. */
export function changedPart(before: string, after: string): { readonly start: number; readonly end: number } {
  const max = Math.min(before.length, after.length)
  let start = 0
  while (start < max && before[start] === after[start]) start++
  let tail = 0
  while (tail < max - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return { start, end: after.length - tail }
}
