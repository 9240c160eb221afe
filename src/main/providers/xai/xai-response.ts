import { z } from 'zod'
import type { RemotePicture, TaskState } from '../core/adapter.ts'

export const xaiResponseSchema = z.object({
  data: z.array(
    z.object({
      b64_json: z.string().nullish(),
      url: z.string().nullish(),
      mime_type: z.string().nullish(),
      revised_prompt: z.string().nullish(),
      respect_moderation: z.boolean().nullish(),
    }),
  ),
  usage: z.object({ cost_in_usd_ticks: z.number().nullish() }).nullish(),
})
type XaiReply = z.output<typeof xaiResponseSchema>

const usdPerTick = 1e-10

/** What was made but did not pass moderation comes as HTTP 200: flagged, with a placeholder or nothing; or no entry at all. */
export function toTaskState(reply: XaiReply): TaskState {
  const ticks = reply.usage?.cost_in_usd_ticks ?? null
  const pictures = reply.data.map(toPicture)
  if (pictures.every((each) => each.refused)) {
    const words = pictures[0]?.refused ?? 'xAI answered without an image: nothing it made passed its moderation.'
    return { is: 'refused', what: 'output', words, isBilled: ticks === null ? 'unknown' : ticks > 0 ? 'yes' : 'no' }
  }
  return {
    is: 'done',
    pictures,
    // Ten decimals are what a tick holds.
    costUsd: ticks === null ? null : Number((ticks * usdPerTick).toFixed(10)),
    ...(ticks !== null && { usage: { cost_in_usd_ticks: ticks } }),
  }
}

function toPicture(each: XaiReply['data'][number]): RemotePicture {
  const told = { mime: each.mime_type ?? null, revisedPrompt: each.revised_prompt || null }
  if (each.respect_moderation === false) {
    return { ...told, nothing: true, refused: 'The image did not pass xAI’s moderation and was withheld.' }
  }
  if (each.b64_json) return { ...told, base64: each.b64_json.replace(/^data:[^,]*,/, '') }
  if (each.url) return { ...told, url: each.url }
  return { ...told, nothing: true, refused: 'xAI sent nothing for this image.' }
}
