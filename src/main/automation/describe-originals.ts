import { z } from 'zod'
import type { OriginalsView } from '../../shared/domain/shared-originals.ts'

export const originalsReportSchema = z
  .object({
    /** null = new originals stay in the library folder. */
    folder: z.string().nullable(),
    /** Originals of this library in a shared folder, and those that could not be moved there. */
    shared: z.number(),
    waiting: z.number(),
    /** Only with `--move-back`. */
    moved_back: z.number().optional(),
    not_moved_back: z
      .array(z.object({ id: z.string(), message: z.string() }).readonly())
      .readonly()
      .optional(),
    members: z.array(z.object({ name: z.string(), computer: z.string(), is_self: z.boolean() }).readonly()).readonly(),
  })
  .readonly()

export function toOriginalsReport({
  folder,
  shared,
  waiting,
  members,
}: OriginalsView): z.output<typeof originalsReportSchema> {
  return {
    folder,
    shared,
    waiting,
    members: members.map(({ name, computer, isSelf }) => ({ name, computer, is_self: isSelf })),
  }
}
