import type { z } from 'zod'

/** Values checked without compiling. */
const uncompiledMax = 10

const timesUsed = new WeakMap<z.ZodType, number>()

/**
 * `schema.safeParse`, for schemas that a start uses for a few values. Zod compiles each object of a schema when it first
 * checks one, which takes ten times as long as checking it uncompiled: here it does so from the eleventh value on
 * (docs/adr/0031).
 */
export function checkValue<T extends z.ZodType>(schema: T, value: unknown): z.ZodSafeParseResult<z.output<T>> {
  const times = timesUsed.get(schema) ?? 0
  if (times >= uncompiledMax) return schema.safeParse(value)
  timesUsed.set(schema, times + 1)
  return schema.safeParse(value, { jitless: true })
}
