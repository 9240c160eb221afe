import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AppError } from '../../shared/errors/index.ts'

/** `parseArgs` whose complaints are one plain line. */
export function readOptions<T extends ParseArgsOptionsConfig>(words: string[], options: T) {
  try {
    return parseArgs({ args: words, options, allowPositionals: true, strict: true })
  } catch (thrown) {
    const [sentence] = (thrown instanceof Error ? thrown.message : String(thrown)).split(/[.\n] ?/)
    throw badInput(`${sentence}.`)
  }
}

export function badInput(message: string): AppError {
  return new AppError('request/invalid', message)
}

export function requireOption(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw badInput(`${name} is missing.`)
  return value
}

/** The words that are no options: exactly those the usage names. */
export function requireWords<T extends string[]>(positionals: string[], ...names: T): { [K in keyof T]: string } {
  const missing = names[positionals.length]
  if (missing !== undefined) throw badInput(`${missing} is missing.`)
  const surplus = positionals[names.length]
  if (surplus !== undefined) throw badInput(`“${surplus}” is one word too many.`)
  return positionals as { [K in keyof T]: string }
}

/** A number in a range, or the default where the option was not given. */
export function readNumber(
  text: string | undefined,
  rule: { readonly name: string; readonly min: number; readonly max: number; readonly isWhole?: boolean },
): number | null {
  if (text === undefined) return null
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= rule.min && value <= rule.max && (!rule.isWhole || Number.isInteger(value))) return value
  const kind = rule.isWhole ? 'a whole number' : 'a number'
  throw badInput(`${rule.name} must be ${kind} from ${rule.min} to ${rule.max}, not “${text}”.`)
}
