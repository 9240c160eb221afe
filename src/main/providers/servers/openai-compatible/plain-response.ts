import { z } from 'zod'
import { toSeed } from '../../../../shared/domain/seed.ts'
import type { AdapterInput, RemotePicture, TaskState } from '../../core/adapter.ts'
import { toRemotePicture } from '../../core/remote-picture.ts'
import { sdServerName } from './api-flavor.ts'

export const plainResponseSchema = z.object({
  data: z.array(
    z.object({ b64_json: z.string().nullish(), url: z.string().nullish(), revised_prompt: z.string().nullish() }),
  ),
  output_format: z.string().nullish(),
  usage: z.record(z.string(), z.unknown()).nullish(),
})
type PlainReply = z.output<typeof plainResponseSchema>

export function toTaskState({ card, seed }: AdapterInput, reply: PlainReply): TaskState {
  if (reply.data.length === 0) {
    return { is: 'refused', what: 'output', words: 'The server answered without an image.', isBilled: 'unknown' }
  }
  const knowsSeed = card.id === sdServerName && seed !== null
  const pictures = reply.data.map((each, at) => ({
    ...toPicture(each),
    revisedPrompt: each.revised_prompt || null,
    ...(knowsSeed && { seed: toSeed(seed + at) }),
  }))
  const usage = numbersIn(reply.usage ?? {})
  return { is: 'done', pictures, costUsd: card.price.per === 'free' ? 0 : null, ...(usage && { usage }) }
}

function toPicture({ b64_json, url }: PlainReply['data'][number]): RemotePicture {
  if (b64_json) return b64_json.startsWith('data:') ? toRemotePicture(b64_json) : { base64: b64_json }
  if (!url) return { nothing: true, refused: 'The server sent nothing for this image.' }
  return toRemotePicture(toReachable(url))
}

/** A server that does not know how it is reached names itself by an inner address: then its path below ours is meant. */
function toReachable(url: string): string {
  const parsed = URL.parse(url)
  const isInner =
    parsed !== null &&
    /^https?:$/.test(parsed.protocol) &&
    (!parsed.hostname.includes('.') || /^(0\.|10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(parsed.hostname))
  return isInner ? parsed.pathname + parsed.search : url
}

function numbersIn(usage: Readonly<Record<string, unknown>>): Record<string, number> | null {
  const numbers = Object.entries(usage).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return numbers.length > 0 ? Object.fromEntries(numbers) : null
}
