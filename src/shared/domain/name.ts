import { z } from 'zod'

/**
 * The name that a person gives a record: 1 to 200 characters. None of them is U+0000, at which SQLite cuts a text when it
 * is read: the record would come back without a name.
 */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\0]+$/)
