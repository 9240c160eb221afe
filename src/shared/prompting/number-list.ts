/** Why a list of numbers cannot be read. `part`: as written. */
export interface NumberListProblem {
  readonly type: 'not-a-number' | 'out-of-range' | 'endless'
  readonly part: string
}

export interface NumberListRules {
  readonly isWhole: boolean
  readonly min: number
  readonly max: number
  /** Values at most: a range with more is a mistake. */
  readonly countMax: number
}

export type NumberList = { readonly values: readonly number[] } | { readonly problem: NumberListProblem }

const number = String.raw`-?\d+(?:\.\d+)?`
const rangePattern = new RegExp(
  String.raw`^(${number})\s*-\s*(${number})(?:\s*\(\s*\+?(${number})\s*\)|\s*\[\s*(\d+)\s*\])?$`,
  'u',
)

/**
 * Reads numbers as other programs write them: `20, 30, 40`; `1-10` in steps of 1; `1-10 (+2)` in steps of 2;
 * `0.2-0.8 [4]` as four values from end to end. An empty text has none.
 */
export function readNumberList(text: string, rules: NumberListRules): NumberList {
  const values: number[] = []
  for (const part of text.split(/[,;\n]/u).map((each) => each.trim())) {
    if (part === '') continue
    const read = readPart(part, rules)
    if ('problem' in read) return read
    values.push(...read.values)
    if (values.length > rules.countMax) return { problem: { type: 'endless', part } }
  }
  return { values: [...new Set(values)] }
}

function readPart(part: string, rules: NumberListRules): NumberList {
  const range = rangePattern.exec(part)
  const numbers = range === null ? [Number(part)] : spread(range, rules)
  if (numbers === null) return { problem: { type: 'endless', part } }
  if (numbers.some((each) => !Number.isFinite(each) || (rules.isWhole && !Number.isSafeInteger(each)))) {
    return { problem: { type: 'not-a-number', part } }
  }
  if (numbers.some((each) => each < rules.min || each > rules.max)) return { problem: { type: 'out-of-range', part } }
  return { values: numbers }
}

/** null = more values than there may be, or steps that never arrive. */
function spread(
  [, first, last, step, count]: RegExpExecArray,
  { isWhole, countMax }: NumberListRules,
): number[] | null {
  const [from, to] = [Number(first), Number(last)]
  if (count !== undefined) return spreadEvenly(from, to, Number(count), { isWhole, countMax })
  const by = Math.abs(Number(step ?? 1))
  const steps = Math.floor(Math.abs(to - from) / by + 1e-9)
  if (by === 0 || steps >= countMax) return null
  const sign = to < from ? -1 : 1
  return Array.from({ length: steps + 1 }, (_, at) => tidy(from + sign * by * at))
}

function spreadEvenly(
  from: number,
  to: number,
  count: number,
  { isWhole, countMax }: Pick<NumberListRules, 'isWhole' | 'countMax'>,
): number[] | null {
  if (count < 1 || count > countMax) return null
  const valueAt = (at: number) => (count === 1 ? from : from + ((to - from) * at) / (count - 1))
  return Array.from({ length: count }, (_, at) => (isWhole ? Math.round(valueAt(at)) : tidy(valueAt(at))))
}

/** Without the noise of binary fractions: 0.1 + 0.2 is 0.3. */
function tidy(value: number): number {
  return Number(value.toFixed(6))
}
