import { z } from 'zod'
import { parseJson } from '../../../../shared/util/parse-json.ts'
import type { LiveChannel, LiveUpdate } from '../../core/adapter.ts'

const eventSchema = z.object({ type: z.string(), data: z.looseObject({ prompt_id: z.string().optional() }) })
const progressSchema = z.object({ value: z.number(), max: z.number().positive() })
const executingSchema = z.object({ node: z.string().nullable() })
const previewFactsSchema = z.object({ prompt_id: z.string().optional(), image_type: z.string().default('image/jpeg') })

/** Shares of the bar: loading before the first step, the sampler's steps, and what comes after them. */
const beforeSteps = 0.06
const steps = 0.84

/** Frames of a picture, big-endian: type 1 has its format next, type 4 JSON of a given length. */
const plainPreview = 1
const previewWithFacts = 4

export const comfyLive: LiveChannel = {
  // The server sends a prompt's events to the socket of its client only: every call is a client of its own.
  path: (ticket) => `/ws?clientId=${encodeURIComponent(ticket)}`,
  greeting: JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }),
  createReader(ticket) {
    /** Builds before 0.3.45 number prompts themselves; the first that begins on our socket is ours. */
    let own = ticket
    let highest = 0
    const raise = (fraction: number): LiveUpdate => {
      highest = Math.max(highest, fraction)
      return { progress: highest }
    }
    return (frame) => {
      if (typeof frame !== 'string') {
        const preview = readPreview(frame, own)
        return preview === null ? null : { progress: highest === 0 ? null : highest, preview }
      }
      const event = eventSchema.safeParse(parseJson(frame))
      if (!event.success) return null
      const { type, data } = event.data
      if (type === 'execution_start') own = data.prompt_id ?? own
      return data.prompt_id === own ? readEvent(type, data, raise) : null
    }
  },
}

function readEvent(type: string, data: object, raise: (fraction: number) => LiveUpdate): LiveUpdate | null {
  switch (type) {
    case 'execution_start':
      return raise(0.01)
    case 'executing': {
      const parsed = executingSchema.safeParse(data)
      // No node: everything has run, and the history has it.
      return parsed.success ? raise(parsed.data.node === null ? 1 : beforeSteps / 2) : null
    }
    case 'progress': {
      const parsed = progressSchema.safeParse(data)
      return parsed.success ? raise(beforeSteps + steps * Math.min(1, parsed.data.value / parsed.data.max)) : null
    }
    default:
      return null
  }
}

function readPreview(frame: Uint8Array<ArrayBuffer>, own: string): NonNullable<LiveUpdate['preview']> | null {
  if (frame.byteLength < 8) return null
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const second = view.getUint32(4)
  switch (view.getUint32(0)) {
    case plainPreview:
      return { bytes: frame.slice(8), mime: second === 2 ? 'image/png' : 'image/jpeg' }
    case previewWithFacts: {
      const text = Buffer.from(frame.subarray(8, 8 + second)).toString('utf8')
      const facts = previewFactsSchema.safeParse(parseJson(text))
      if (!facts.success || (facts.data.prompt_id ?? own) !== own) return null
      return { bytes: frame.slice(8 + second), mime: facts.data.image_type }
    }
    default:
      return null
  }
}
