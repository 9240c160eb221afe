import type { Range } from './query.ts'

const numberText = String.raw`\$?(\d{1,20}(?:\.\d{1,9})?|\.\d{1,9})`
const comparison = new RegExp(`^(<=|>=|<|>)?${numberText}$`, 'u')
const span = new RegExp(String.raw`^(?:(>)?${numberText})?\.\.(?:(<)?${numberText})?$`, 'u')

/** Reads `3`, `>3`, `<=0.05`, `3..5`, `3..`, `0.01..<0.05` (excluding the end). */
export function readRange(text: string): Range | null {
  const comparisonMatch = comparison.exec(text)
  if (comparisonMatch) return compared(comparisonMatch[1], toNumber(comparisonMatch[2]!))
  const [all, above, min, below, max] = span.exec(text) ?? []
  if (all === undefined || (min === undefined && max === undefined)) return null
  const range = {
    min: min === undefined ? -Infinity : toNumber(min),
    max: max === undefined ? Infinity : toNumber(max),
    hasMin: above === undefined,
    hasMax: below === undefined,
  }
  return range.min > range.max ? { ...range, min: range.max, max: range.min } : range
}

/** Seeds of 64 bits keep every digit. */
function toNumber(digits: string): number | bigint {
  const value = Number(digits)
  return value > Number.MAX_SAFE_INTEGER && !digits.includes('.') ? BigInt(digits) : value
}

function compared(sign: string | undefined, value: number | bigint): Range {
  const hasMin = sign !== '>'
  const hasMax = sign !== '<'
  if (sign === '>' || sign === '>=') return { min: value, max: Infinity, hasMin, hasMax }
  if (sign === '<' || sign === '<=') return { min: -Infinity, max: value, hasMin, hasMax }
  return { min: value, max: value, hasMin, hasMax }
}
