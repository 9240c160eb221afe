import { z } from 'zod'
import { localRecordSchema } from '../../../shared/domain/local-record.ts'
import type { RemotePicture, TaskState } from '../../providers/core/adapter.ts'

export type Done = Extract<TaskState, { is: 'done' }>

const keptAnswerSchema = z.object({
  pictures: z.array(
    z.object({
      /** null where the pixels themselves came, which are kept as files. */
      url: z.string().nullable(),
      isNothing: z.boolean(),
      mime: z.string().nullish(),
      seed: z.union([z.number(), z.string()]).nullish(),
      revisedPrompt: z.string().nullish(),
      refused: z.string().nullish(),
    }),
  ),
  costUsd: z.number().nullable(),
  usage: z.record(z.string(), z.number()),
  requestId: z.string().nullable(),
  local: localRecordSchema.optional(),
})

/** What a service has said at the end, without the pictures' bytes. An address that holds a key is left out. */
export function writeSavedResponse({ pictures, costUsd, usage = {}, requestId = null, local, isSecret }: Done): string {
  const kept = pictures.map((picture) => {
    const { mime, seed, revisedPrompt, refused } = picture
    const url = 'url' in picture && isSecret !== true ? picture.url : null
    return { url, isNothing: 'nothing' in picture, mime, seed, revisedPrompt, refused }
  })
  const cost = costUsd !== null && Number.isFinite(costUsd) ? costUsd : null
  return JSON.stringify({ pictures: kept, costUsd: cost, usage, requestId, local })
}

/** The answer, and which of its pictures (by index) are only to be had from what had arrived. Null where it is damaged. */
export function readSavedResponse(json: string): { readonly done: Done; readonly arrived: ReadonlySet<number> } | null {
  const parsed = keptAnswerSchema.safeParse(JSON.parse(json))
  if (!parsed.success) return null
  const { pictures, local, ...rest } = parsed.data
  const arrived = new Set<number>()
  const made = pictures.map(
    ({ url, isNothing, mime = null, seed = null, revisedPrompt = null, refused = null }, index): RemotePicture => {
      const facts = { mime, seed, revisedPrompt, refused }
      if (url !== null) return { ...facts, url }
      if (!isNothing) arrived.add(index)
      return { ...facts, nothing: true }
    },
  )
  return { done: { is: 'done', pictures: made, ...rest, ...(local && { local }) }, arrived }
}
