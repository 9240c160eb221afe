import type { z } from 'zod'

/**
 * What script in a hijacked page could do by calling a route. What each means and what stops it is in the table of
 * SECURITY.md, which `npm run docs` writes from the routes and test/support/docs/page-powers.ts.
 */
export type PagePower =
  | 'read'
  | 'edit'
  | 'delete'
  | 'file dialog'
  | 'dropped files'
  | 'export folder'
  | 'clipboard'
  | 'spend'
  | 'limits'
  | 'agents'
  | 'ask service'
  | 'keys'
  | 'address'
  | 'program'
  | 'engine'
  | 'live'
  | 'downloads'
  | 'updates'
  | 'preferences'
  | 'show'
  | 'control'

/** Read-only: may be repeated. */
export const query = <I extends z.ZodType, O extends z.ZodType>(power: PagePower, input: I, output: O) =>
  ({ kind: 'query', power, input, output }) as const
/** Changes something: runs once per call. */
export const command = <I extends z.ZodType, O extends z.ZodType>(power: PagePower, input: I, output: O) =>
  ({ kind: 'command', power, input, output }) as const
/** Emitted by the main process to every window. */
export const event = <P extends z.ZodType>(payload: P) => ({ kind: 'event', payload }) as const
