import { AppError } from '../../shared/errors/index.ts'

export function badInput(message: string): AppError {
  return new AppError('request/invalid', message)
}

export function requireOption(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw badInput(`${name} is missing.`)
  return value
}

/** A number in a range, or the default where the option was not given. */
export function readNumberOption(
  text: string | undefined,
  rule: { readonly name: string; readonly min: number; readonly max: number; readonly isWhole?: boolean },
): number | null {
  if (text === undefined) return null
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= rule.min && value <= rule.max && (!rule.isWhole || Number.isInteger(value))) return value
  const kind = rule.isWhole ? 'a whole number' : 'a number'
  throw badInput(`${rule.name} must be ${kind} from ${rule.min} to ${rule.max}, not “${text}”.`)
}

export const sizeOf = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
