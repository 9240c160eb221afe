import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import type { AdapterInput, ProviderAdapter } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import { readIdeogramFailure } from './ideogram-failure.ts'
import { toLegacyRequest, toLegacyUpscaleRequest } from './ideogram-legacy-request.ts'
import { ideogramModels } from './ideogram-models.ts'
import { goneSchema, responseSchema, toTaskState } from './ideogram-response.ts'
import { toV3Request } from './ideogram-v3-request.ts'
import { toV4Request } from './ideogram-v4-request.ts'

const customModelsSchema = z.object({ models: z.array(z.unknown()).nullish() })

/** Ideogram: three generations of its API, which are all live. */
export const ideogram: ProviderAdapter = {
  id: 'ideogram',
  label: providerLabels.ideogram,
  kind: 'cloud',
  baseUrl: 'https://api.ideogram.ai',
  apiHosts: [],
  deliveryHosts: ['ideogram.ai', '*.ideogram.ai'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://ideogram.ai/manage-api' },
  pages: { docs: 'https://developer.ideogram.ai/', prices: 'https://ideogram.ai/features/api-pricing' },
  privacy:
    'Your words and the images you send go to Ideogram (api.ideogram.ai). Links to results expire, some within the hour; how long it keeps what is sent, its own terms say.',
  models: ideogramModels,
  addModelHint: null,
  // Ten at once by default.
  concurrency: 5,
  timing: { submitTimeoutMs: 180_000, pollEveryMs: 3_000, deadlineMs: 600_000 },
  authorise: (credential): Readonly<Record<string, string>> =>
    credential.is === 'key' ? { 'api-key': credential.key } : {},

  /** A dry run of a generation would prove as much; but a gateway that does not know it would draw, and bill. */
  async check(call) {
    await call.json({ method: 'GET', path: '/models' }, customModelsSchema)
    return { message: 'The key is good. Ideogram does not tell what is left on the account.' }
  },

  async submit(input, call) {
    const reply = await call.json(toRequest(input), responseSchema)
    return toTaskState(reply, null, input.prompt)
  },

  async poll(handle, call) {
    const path = `/v2/generations/${encodeURIComponent(handle)}`
    const schema = z.union([responseSchema, goneSchema.transform(() => null)])
    const reply = await call.json({ method: 'GET', path, alsoAccept: [404] }, schema)
    if (reply === null) return { is: 'expired', words: 'Ideogram does not know this task any more.' }
    return toTaskState(reply, handle, null)
  },

  readFailure: readIdeogramFailure,
}

function toRequest(input: AdapterInput): CallRequest {
  return { method: 'POST', ...route(input), isPaid: true }
}

function route(input: AdapterInput) {
  const { id } = input.card
  if (id === 'V_2_UPSCALE') return toLegacyUpscaleRequest(input)
  if (id.startsWith('V_')) return toLegacyRequest(input)
  return id.startsWith('ideogram-v3') ? toV3Request(input) : toV4Request(input)
}
