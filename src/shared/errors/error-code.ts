import { z } from 'zod'

/** Every way Atelier can fail. The list is closed: `error-copy.ts` in the renderer must have a row for each. */
export const errorCodeSchema = z.enum([
  'request/invalid',
  'request/forbidden-caller',
  'request/cancelled',
  'credential/missing',
  'credential/unavailable',
  'fill/empty-mask',
  'fill/nothing-to-copy',
  'storage/full',
  'storage/read-only',
  'storage/locked',
  'storage/corrupt',
  'storage/migration-failed',
  'storage/not-found',
  'storage/exists',
  'media/undecodable',
  'media/unsupported',
  'media/too-large',
  'imaging/process-exited',
  'internal/bug',
])
export type ErrorCode = z.output<typeof errorCodeSchema>
