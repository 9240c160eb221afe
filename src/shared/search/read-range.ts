import type { Range } from './query.ts'

const numberText = String.raw`\$?(\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})`
const comparison = new RegExp(`^(<=|>=|<|>)?${numberText}$`, 'u')
const span = new RegExp(String.raw`^(?:(>)?${numberText})?\.\.(?:(<)?${numberText})?$`, 'u')

/** `3`, `>3`, `<=0.05`, `3..5`, `3..`, `0.01..<0.05` (without the end itself). */
export function readRange(text: string): Range | null {
  const one = comparison.exec(text)
  if (one) return compared(one[1], Number(one[2]))
  const [all, above, min, below, max] = span.exec(text) ?? []
  if (all === undefined || (min === undefined && max === undefined)) return null
  const range = {
    min: min === undefined ? -Infinity : Number(min),
    max: max === undefined ? Infinity : Number(max),
    hasMin: above === undefined,
    hasMax: below === undefined,
  }
  return range.min > range.max ? { ...range, min: range.max, max: range.min } : range
}

function compared(sign: string | undefined, value: number): Range {
  const hasMin = sign !== '>'
  const hasMax = sign !== '<'
  if (sign === '>' || sign === '>=') return { min: value, max: Infinity, hasMin, hasMax }
  if (sign === '<' || sign === '<=') return { min: -Infinity, max: value, hasMin, hasMax }
  return { min: value, max: value, hasMin, hasMax }
}
