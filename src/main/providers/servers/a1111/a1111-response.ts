import { z } from 'zod'
import type { RemotePicture, TaskState } from '../../core/adapter.ts'
import type { Checkpoint } from './a1111-catalogue.ts'

export const a1111ResponseSchema = z.object({
  images: z.array(z.string()).nullable(),
  /** JSON in a string; empty or words in servers that only look alike. */
  info: z.string().default(''),
})
const infoSchema = z.object({
  seed: z.number().optional(),
  all_seeds: z.array(z.number()).default([]),
  sd_model_name: z.string().nullish(),
  sd_model_hash: z.string().nullish(),
  /** 1 where a grid of all comes first. */
  index_of_first_image: z.number().default(0),
})
type Info = z.output<typeof infoSchema>

/** @param checkpoint what was asked for; null = whatever was loaded */
export function readA1111Response(
  answer: z.output<typeof a1111ResponseSchema>,
  checkpoint: Checkpoint | null,
): TaskState {
  const info = readInfo(answer.info)
  const images = answer.images ?? []
  // Somebody pressed Interrupt before the first was finished.
  if (images.length === 0) return { is: 'cancelled' }
  if (checkpoint && info && !isDrawnWith(checkpoint, info)) {
    const words = `The server drew with “${info.sd_model_name ?? info.sd_model_hash}” instead of “${checkpoint.model_name}”: it does not know that name any more. Refresh the list of models.`
    return { is: 'failed', words, isBilled: 'no' }
  }
  return { is: 'done', pictures: toPictures(images, info), costUsd: 0 }
}

/** A grid may come before the pictures, and maps of ControlNet after them. */
function toPictures(images: readonly string[], info: Info | null): RemotePicture[] {
  const seeds = info?.all_seeds ?? []
  const first = info?.index_of_first_image ?? 0
  const own = images.slice(first, seeds.length === 0 ? undefined : first + seeds.length)
  const alone = own.length === 1 ? info?.seed : undefined
  return own.map((base64, index) => ({
    base64: base64.replace(/^data:[^,]*,/, ''),
    seed: seeds[index] ?? alone ?? null,
  }))
}

function readInfo(text: string): Info | null {
  try {
    const parsed = infoSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** UNCONFIRMED which of its names SD.Next tells: any of them will do, and none is no contradiction. */
function isDrawnWith(checkpoint: Checkpoint, info: Info): boolean {
  const told = [info.sd_model_name ?? '', info.sd_model_hash ?? ''].filter((one) => one !== '')
  if (told.length === 0) return true
  const { title, model_name, hash, sha256 } = checkpoint
  const bare = title.replace(/ \[[0-9a-f]+\]$/, '')
  const names = [title, bare, model_name, hash, sha256, sha256?.slice(0, 10)].map((name) => fileNameOf(name ?? ''))
  return told.some((one) => names.includes(fileNameOf(one)))
}

/** Without folder and extension, which some of the names have. */
function fileNameOf(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/\.(safetensors|ckpt|pt|gguf)$/i, '')
}
