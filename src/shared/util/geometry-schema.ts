import { z } from 'zod'

/** A size in whole pixels of the image. */
export const sizeSchema = z.object({ widthPx: z.int().positive(), heightPx: z.int().positive() })

/** A rectangle in whole pixels of the image; `x`, `y` is the top-left pixel. */
export const rectSchema = z.object({
  x: z.int(),
  y: z.int(),
  widthPx: z.int().nonnegative(),
  heightPx: z.int().nonnegative(),
})
