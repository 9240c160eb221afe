import type { z } from 'zod'

/** Read-only: may be repeated. */
export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'query', input, output }) as const
/** Changes something: runs once per call. */
export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'command', input, output }) as const
/** Emitted by the main process to every window. */
export const event = <P extends z.ZodType>(payload: P) => ({ kind: 'event', payload }) as const
