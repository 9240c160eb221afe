import { z } from 'zod'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { RemoteImage, TaskState } from '../../core/adapter.ts'
import type { Checkpoint } from './a1111-catalogue.ts'
import { ifItFits } from '../../core/wire/if-it-fits.ts'

export const a1111ResponseSchema = z.object({
  images: z.array(z.string().catch('')).nullable(),
  /** JSON in a string, or as it is; empty or plain text from servers that only look similar. */
  info: z.unknown().optional(),
})
const infoSchema = z.object({
  seed: ifItFits(z.number()),
  all_seeds: ifItFits(z.array(z.number())),
  sd_model_name: ifItFits(z.string()),
  sd_model_hash: ifItFits(z.string()),
  /** 1 if a grid of all images comes first. */
  index_of_first_image: z.int().nonnegative().catch(0),
})
type Info = z.output<typeof infoSchema>

/** @param checkpoint the requested one; null = whatever was loaded */
export function readA1111Response(
  response: z.output<typeof a1111ResponseSchema>,
  checkpoint: Checkpoint | null,
): TaskState {
  const info = readInfo(response.info)
  const images = response.images ?? []
  // Someone pressed Interrupt before the first was finished.
  if (images.length === 0) return { type: 'cancelled' }
  const servedModel = checkpoint && info && otherModelIn(info, checkpoint)
  return { type: 'done', images: toImages(images, info), costUsd: 0, ...(servedModel && { servedModel }) }
}

/** A grid may precede the images, and ControlNet maps may follow them. What leaves no image does not count. */
function toImages(images: readonly string[], info: Info | null): RemoteImage[] {
  const seeds = info?.all_seeds ?? []
  const first = info?.index_of_first_image ?? 0
  const chosen = images.slice(first, seeds.length === 0 ? undefined : first + seeds.length)
  const results = chosen.some((base64) => base64 !== '') ? chosen : images
  const alone = results.length === 1 ? info?.seed : undefined
  return results.map((base64, index) => {
    if (base64 === '') return { nothing: true, refused: responses.noImageReturned }
    return { base64: base64.replace(/^data:[^,]*,/, ''), seed: seeds[index] ?? alone ?? null }
  })
}

function readInfo(info: unknown): Info | null {
  try {
    const parsed = infoSchema.safeParse(typeof info === 'string' ? JSON.parse(info) : info)
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/**
 * Returns the model that made the images, if it is not the requested checkpoint: a server that has lost that uses
 * another. UNCONFIRMED which of its names SD.Next reports: any of them matches, and none is not a mismatch.
 */
function otherModelIn(info: Info, checkpoint: Checkpoint): string | null {
  const reportedNames = [info.sd_model_name ?? '', info.sd_model_hash ?? ''].filter((one) => one !== '')
  const { title, model_name, hash, sha256 } = checkpoint
  const bare = title.replace(/ \[[0-9a-f]+\]$/, '')
  const names = [title, bare, model_name, hash, sha256, sha256?.slice(0, 10)].map((name) => fileNameOf(name ?? ''))
  return reportedNames.some((one) => names.includes(fileNameOf(one))) ? null : (reportedNames[0] ?? null)
}

/** Removes folder and extension, which some of the names have. */
function fileNameOf(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/\.(safetensors|ckpt|pt|gguf)$/i, '')
}
