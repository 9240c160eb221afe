import { z } from 'zod'
import { localRecordSchema } from '../../../shared/domain/local-record.ts'
import type { RemoteImage, TaskState } from '../../providers/core/adapter.ts'

export type Done = Extract<TaskState, { type: 'done' }>

const keptAnswerSchema = z.object({
  pictures: z.array(
    z.object({
      /** null if the response contained the pixels themselves, which are stored as files. */
      url: z.string().nullable(),
      isNothing: z.boolean(),
      mime: z.string().nullish(),
      seed: z.union([z.number(), z.string()]).nullish(),
      revisedPrompt: z.string().nullish(),
      refused: z.string().nullish(),
      record: z.string().nullish(),
    }),
  ),
  costUsd: z.number().nullable(),
  usage: z.record(z.string(), z.number()),
  requestId: z.string().nullable(),
  servedModel: z.string().optional(),
  local: localRecordSchema.optional(),
})

/** Returns whether the pixels came with the response: they are stored as a file, never with the response. */
export function isInline(image: RemoteImage): boolean {
  return 'base64' in image || 'bytes' in image || ('url' in image && /^data:/i.test(image.url))
}

/** Serializes a service's final response without the image bytes. Addresses that contain a key are left out. */
export function writeSavedResponse(done: Done): string {
  const { images, costUsd, usage = {}, requestId = null, servedModel, local, isSecret } = done
  const savedImages = images.map((image) => {
    const { mime, seed, revisedPrompt, refused, record } = image
    const url = 'url' in image && isSecret !== true && !isInline(image) ? image.url : null
    return { url, isNothing: 'nothing' in image, mime, seed, revisedPrompt, refused, record }
  })
  const cost = costUsd !== null && Number.isFinite(costUsd) ? costUsd : null
  return JSON.stringify({
    pictures: savedImages,
    costUsd: cost,
    usage,
    requestId,
    servedModel: servedModel ?? undefined,
    local,
  })
}

/** Returns the response, and the indexes of images that exist only as downloaded files. null if it is damaged. */
export function readSavedResponse(json: string): { readonly done: Done; readonly arrived: ReadonlySet<number> } | null {
  const parsed = keptAnswerSchema.safeParse(JSON.parse(json))
  if (!parsed.success) return null
  const { pictures: images, local, servedModel, ...rest } = parsed.data
  const arrived = new Set<number>()
  const restored = images.map(
    (
      { url, isNothing, mime = null, seed = null, revisedPrompt = null, refused = null, record = null },
      index,
    ): RemoteImage => {
      const facts = { mime, seed, revisedPrompt, refused, record }
      if (url !== null) return { ...facts, url }
      if (!isNothing) arrived.add(index)
      return { ...facts, nothing: true }
    },
  )
  const done = { ...rest, ...(servedModel !== undefined && { servedModel }), ...(local && { local }) }
  return { done: { type: 'done', images: restored, ...done }, arrived }
}
