import { z } from 'zod'

/**
 * A field of an answer that only decorates an image, such as its seed, its usage or its progress: what does not fit is as
 * unknown as what is missing. An image that may have been paid for is never lost over it.
 */
export function ifItFits<T extends z.ZodType>(schema: T): z.ZodCatch<z.ZodOptional<z.ZodNullable<T>>> {
  return schema.nullish().catch(null)
}

/** Likewise for the entries of a list: those that do not fit are left out. */
export function thoseThatFit<T extends z.ZodType>(schema: T) {
  return z.array(z.unknown()).transform((entries): z.output<T>[] =>
    entries.flatMap((entry) => {
      const parsed = schema.safeParse(entry)
      return parsed.success ? [parsed.data] : []
    }),
  )
}
