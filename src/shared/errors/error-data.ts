import { z } from 'zod'
import { errorCodeSchema } from './error-code.ts'

/** An `AppError` as plain data, for process boundaries and logs. Never holds a secret. */
export const errorDataSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
})
export type ErrorData = z.output<typeof errorDataSchema>
