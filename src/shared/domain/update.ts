import { z } from 'zod'
import { errorDataSchema } from '../errors/index.ts'

/**
 * Who updates this installation. `atelier`: it does so itself. `no-address`: it was built without an address to ask.
 * The others are updated by what installed them.
 */
export const updateSupportSchema = z.enum(['atelier', 'no-address', 'package', 'flatpak', 'portable', 'unpacked'])
export type UpdateSupport = z.output<typeof updateSupportSchema>

/** What keeps Atelier from restarting for an update. */
export const updateBlockerSchema = z.enum(['queue', 'edit-plan', 'agent', 'download', 'export', 'other'])
export type UpdateBlocker = z.output<typeof updateBlockerSchema>

const version = z.string().max(100)

export const updateStateSchema = z.discriminatedUnion('type', [
  /** `checkedAtMs`: of the last check in this session; null = none. */
  z.object({ type: z.literal('current'), checkedAtMs: z.int().nullable() }),
  z.object({ type: z.literal('checking') }),
  /** `isAutomatic`: found without being asked for. */
  z.object({ type: z.literal('available'), version, sizeBytes: z.int(), isAutomatic: z.boolean() }),
  z.object({ type: z.literal('downloading'), version, bytes: z.int(), sizeBytes: z.int() }),
  /** Downloaded and checked. It is put in place by a restart, which must not interrupt what `waitsFor` names. */
  z.object({ type: z.literal('ready'), version, waitsFor: z.array(updateBlockerSchema) }),
])
export type UpdateState = z.output<typeof updateStateSchema>

export const updateViewSchema = z.object({
  /** The running one. */
  version,
  support: updateSupportSchema,
  /** The host that is asked; null = none is. */
  host: z.string().nullable(),
  state: updateStateSchema,
  /** Why the last automatic check or download failed; null = it did not. */
  problem: errorDataSchema.nullable(),
})
export type UpdateView = z.output<typeof updateViewSchema>
