import { z } from 'zod'
import { parseJson } from '../../../../shared/util/parse-json.ts'
import type { LiveChannel, LiveUpdate } from '../../core/adapter.ts'

const eventSchema = z.object({ type: z.string(), data: z.looseObject({ prompt_id: z.string().optional() }) })
const progressSchema = z.object({ value: z.number(), max: z.number().positive() })
const executingSchema = z.object({ node: z.string().nullable() })
const previewFactsSchema = z.object({ prompt_id: z.string().optional(), image_type: z.string().default('image/jpeg') })

/** Fractions of the progress bar: loading before the first step, the sampler's steps, and what follows them. */
const beforeSteps = 0.06
const steps = 0.84

/** Frames with an image, big-endian: in type 1 the format comes next, in type 4 JSON of a given length. */
const plainPreview = 1
const previewWithFacts = 4

export const comfyLive: LiveChannel = {
  // The server sends a prompt's events only to its client's socket: every call is a separate client.
  path: (ticket) => `/ws?clientId=${encodeURIComponent(ticket)}`,
  greeting: JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }),
  createReader(ticket) {
    /** Builds before 0.3.45 assign their own prompt ids; the first one that starts on our socket is ours. */
    let promptId = ticket
    let highest = 0
    const raise = (fraction: number): LiveUpdate => {
      highest = Math.max(highest, fraction)
      return { progress: highest }
    }
    return (frame) => {
      if (typeof frame !== 'string') {
        const preview = readPreview(frame, promptId)
        return preview === null ? null : { progress: highest === 0 ? null : highest, preview }
      }
      const event = eventSchema.safeParse(parseJson(frame))
      if (!event.success) return null
      const { type, data } = event.data
      if (type === 'execution_start') promptId = data.prompt_id ?? promptId
      return data.prompt_id === promptId ? readEvent(type, data, raise) : null
    }
  },
}

function readEvent(type: string, data: object, raise: (fraction: number) => LiveUpdate): LiveUpdate | null {
  switch (type) {
    case 'execution_start':
      return raise(0.01)
    case 'executing': {
      const parsed = executingSchema.safeParse(data)
      // No node: everything has run, and the history has the result.
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

function readPreview(frame: Uint8Array<ArrayBuffer>, promptId: string): NonNullable<LiveUpdate['preview']> | null {
  if (frame.byteLength < 8) return null
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const second = view.getUint32(4)
  switch (view.getUint32(0)) {
    case plainPreview:
      return { bytes: frame.slice(8), mime: second === 2 ? 'image/png' : 'image/jpeg' }
    case previewWithFacts: {
      const text = Buffer.from(frame.subarray(8, 8 + second)).toString('utf8')
      const facts = previewFactsSchema.safeParse(parseJson(text))
      if (!facts.success || (facts.data.prompt_id ?? promptId) !== promptId) return null
      return { bytes: frame.slice(8 + second), mime: facts.data.image_type }
    }
    default:
      return null
  }
}
