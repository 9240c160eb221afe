/** Writes a set of numbers as `1-4,7`. */
export function writeRanges(numbers: Iterable<number>): string {
  const parts: [number, number][] = []
  for (const number of [...numbers].toSorted((a, b) => a - b)) {
    const last = parts.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else parts.push([number, number])
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}

/** Reads what `writeRanges` wrote. */
export function readRanges(text: string): readonly number[] {
  if (text === '') return []
  return text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}
