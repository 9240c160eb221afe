/** As V8 writes it: the first range is the function, the others are blocks inside it that ran another number of times. */
export interface FunctionCoverage {
  readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[]
}

interface Range {
  readonly start: number
  readonly end: number
  readonly count: number
}

/**
 * Returns how often each offset was reached: the count of the innermost range around it.
 * @param offsets in ascending order
 */
export function countAt(functions: readonly FunctionCoverage[], offsets: readonly number[]): readonly number[] {
  const ranges = functions.flatMap(rangesOf).toSorted((a, b) => a.start - b.start || b.end - a.end)
  const around: Range[] = []
  let next = 0
  return offsets.map((offset) => {
    for (let range = ranges[next]; range !== undefined && range.start <= offset; range = ranges[++next]) {
      leave(around, range.start)
      around.push(range)
    }
    leave(around, offset)
    return around.at(-1)?.count ?? 0
  })
}

/**
 * What begins where a function begins is the expression that creates it, not something in it: `isShown ? () => {} : …`.
 * A script's own range begins with its first statement.
 */
function rangesOf({ ranges }: FunctionCoverage): readonly Range[] {
  return ranges.map(({ startOffset, endOffset, count }, index) => ({
    start: index === 0 && startOffset > 0 ? startOffset + 1 : startOffset,
    end: endOffset,
    count,
  }))
}

function leave(around: Range[], offset: number): void {
  while (around.length > 0 && around.at(-1)!.end <= offset) around.pop()
}
