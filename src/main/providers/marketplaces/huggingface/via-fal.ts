import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import { toDataUri } from '../../core/encode-image.ts'
import { falProgress, falStatusSchema } from '../shared/fal-response.ts'
import { falEndStatuses, readFalEnd } from '../shared/fal-response.ts'
import { given, pathOfAddress, type Served, type Via } from './via.ts'

const queue = { _subdomain: 'queue' }

const queuedSchema = z.looseObject({ request_id: z.string().min(1), response_url: z.string().nullish() })

/** fal's queue. The handle is the path of the task's result. */
export const viaFal: Via = {
  async submit(served, input, call) {
    const path = `/fal-ai/${served.providerId}`
    const body = { json: bodyOf(served, input) }
    const queued = await call.json({ method: 'POST', path, query: queue, body, isPaid: true }, queuedSchema)
    const app = served.providerId.split('/').slice(0, 2).join('/')
    const handle = pathOfAddress(queued.response_url) ?? `/${app}/requests/${queued.request_id}`
    return { type: 'waiting', handle, progress: null }
  },
  async poll(handle, call) {
    const look = { method: 'GET', path: `/fal-ai${handle}/status`, query: queue, alsoAccept: [404] } as const
    const status = await call.json(look, falStatusSchema)
    if (status.status === undefined) {
      return { type: 'expired', message: responses.taskUnknown({ service: providerLabels.fal }) }
    }
    if (status.status !== 'COMPLETED') return { type: 'waiting', handle, ...falProgress(status) }
    const result = { method: 'GET', path: `/fal-ai${handle}`, query: queue, alsoAccept: falEndStatuses } as const
    const requestId = handle.split('/').at(-1) ?? null
    return readFalEnd(
      await call.response(result),
      { wanted: 1, isUnchecked: false, isRewritten: false, requestId },
      status,
    )
  },
  async cancel(handle, call) {
    // UNCONFIRMED whether the router forwards it: if not, the task continues, and is billed.
    const alsoAccept = [400, 403, 404, 405, 501]
    await call.response({ method: 'PUT', path: `/fal-ai${handle}/cancel`, query: queue, alsoAccept })
  },
}

function bodyOf(served: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const { size, source, references } = input
  const images = [...(source ? [source] : []), ...references].map(toDataUri)
  return given({
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    image_size: size && { width: size.widthPx, height: size.heightPx },
    num_inference_steps: input.steps,
    guidance_scale: input.guidance,
    seed: input.seed,
    // Some endpoints take one image, some a list: each ignores the other field.
    image_url: images[0],
    image_urls: images.length > 0 ? images : null,
    output_format: 'png',
    ...loraOf(served),
  })
}

function loraOf({ loraFile, modelId, providerId }: Served): Readonly<Record<string, unknown>> {
  if (loraFile === null) return {}
  const path = `https://huggingface.co/${modelId}/resolve/main/${loraFile}`
  const base = providerId === 'fal-ai/lora' ? { model_name: 'stabilityai/stable-diffusion-xl-base-1.0' } : {}
  return { loras: [{ path, scale: 1 }], ...base }
}
