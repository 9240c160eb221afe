/** The word that was probably meant: at most two letters away, and less than half of it; null where none is. */
export function nearestWord(written: string, words: readonly string[]): string | null {
  if (written.length > 40) return null
  let nearest: string | null = null
  let least = Math.min(2, Math.ceil(written.length / 2) - 1) + 1
  for (const word of words) {
    const distance = word.startsWith(written) && written.length > 1 ? 0.5 : lettersBetween(written, word)
    if (distance < least) {
      least = distance
      nearest = word
    }
  }
  return nearest
}

/** Letters to add, take away, replace, or swap with their neighbor (optimal string alignment). */
function lettersBetween(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced, swapped))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
