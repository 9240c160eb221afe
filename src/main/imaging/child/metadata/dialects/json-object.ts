import { toSeed, type Seed } from '../../../../../shared/domain/seed.ts'

/** Untrusted JSON. Only own keys are read, and it is never modified. */
export type JsonObject = Readonly<Record<string, unknown>>

const jsonCharactersMax = 4 * 1024 * 1024

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/**
 * Returns null if the text is not a JSON object. `NaN` and `Infinity`, which Python writes, are read as null; trailing
 * zeros are allowed.
 */
export function parseObject(written: string | null | undefined): JsonObject | null {
  if (!written || written.length > jsonCharactersMax || !written.trimStart().startsWith('{')) return null
  const text = written.slice(0, written.lastIndexOf('}') + 1)
  return asObject(parse(text) ?? parse(withoutNonNumbers(text)))
}

/** 64-bit seeds would lose their last digits as numbers, so they are kept as text. */
const longNumber = /[:[,\s]-?\d{16,}/

function parse(text: string): unknown {
  try {
    return longNumber.test(text) ? JSON.parse(text, exactly) : JSON.parse(text)
  } catch {
    return null
  }
}

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isLong = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isLong && /^-?\d{1,40}$/.test(context?.source ?? '') ? context!.source : value
}

/**
 * Strings are matched too, so that their contents are left alone. One without an end reaches to the end of the text:
 * otherwise the search would start anew at each of its quotes.
 */
function withoutNonNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.?)*(?:"|$)|-?\b(?:NaN|Infinity)\b/gs, (found) =>
    found.startsWith('"') ? found : 'null',
  )
}

export function valueOf(object: JsonObject | null, key: string): unknown {
  return object !== null && Object.hasOwn(object, key) ? object[key] : undefined
}

export function textOf(object: JsonObject | null, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = valueOf(object, key)
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

/** A number, or a text that is one. */
export function numberOf(object: JsonObject | null, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const number = toNumber(valueOf(object, key))
    if (number !== null) return number
  }
  return null
}

export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || !/^\s*-?\d{1,20}(?:\.\d{1,20})?\s*$/.test(value)) return null
  return Number(value)
}

export function seedOf(object: JsonObject | null, ...keys: readonly string[]): Seed | null {
  for (const key of keys) {
    const seed = toSeed(valueOf(object, key))
    if (seed !== null) return seed
  }
  return null
}

export function listOf(object: JsonObject | null, key: string): readonly unknown[] {
  const value = valueOf(object, key)
  return Array.isArray(value) ? value : []
}
