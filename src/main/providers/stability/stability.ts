import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import * as messages from '../../../shared/messages/en/stability.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { toSdxlRequest } from './sdxl-request.ts'
import { toStableImageRequest } from './stable-image-request.ts'
import { readStabilityFailure } from './stability-failure.ts'
import { sdxlEngine, sdxlModels, stableImageModels } from './stability-models.ts'
import { sdxlResponseSchema, stableImageResponseSchema, toSdxlState, toStableImageState } from './stability-response.ts'

const balanceSchema = z.object({ credits: z.number() })
const enginesSchema = z.array(z.object({ id: z.string() }))

/** Stability AI: the v2beta Stable Image endpoints, and the only remaining v1 engine. */
export const stability: ProviderAdapter = {
  id: 'stability',
  label: providerLabels.stability,
  kind: 'cloud',
  baseUrl: 'https://api.stability.ai',
  apiHosts: [],
  // Images are embedded in the response.
  deliveryHosts: [],
  credential: { need: 'required', form: 'key', pageUrl: 'https://platform.stability.ai/account/keys' },
  pages: { docs: 'https://platform.stability.ai/docs/api-reference', prices: 'https://platform.stability.ai/pricing' },
  privacy: messages.privacy,
  models: [...stableImageModels, ...sdxlModels],
  addModelHint: null,
  concurrency: 4,
  timing: { submitTimeoutMs: 180_000, pollEveryMs: 10_000, deadlineMs: 900_000 },
  authorise: (credential): Readonly<Record<string, string>> =>
    credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {},

  async check(call) {
    const { credits } = await call.json({ method: 'GET', path: '/v1/user/balance' }, balanceSchema)
    return {
      message: responses.creditsLeft({ credits: Math.floor(credits * 100) / 100 }),
      balance: { amount: credits, unit: 'credits' },
    }
  },

  /** Only v1 has a list; the Stable Image models are available to every account. */
  async listModels(call) {
    const engines = await call.json({ method: 'GET', path: '/v1/engines/list' }, enginesSchema)
    const hasSdxl = engines.some((engine) => engine.id === sdxlEngine)
    return { models: hasSdxl ? [...stableImageModels, ...sdxlModels] : stableImageModels, isComplete: true }
  },

  async submit(input, call) {
    if (sdxlModels.some((card) => card.id === input.card.id)) {
      return toSdxlState(await call.json(toSdxlRequest(input), sdxlResponseSchema))
    }
    return toStableImageState(await call.json(toStableImageRequest(input), stableImageResponseSchema), null)
  },

  async poll(handle, call) {
    const path = `/v2beta/results/${encodeURIComponent(handle)}`
    const request = { method: 'GET', path, headers: { accept: 'application/json' } } as const
    return toStableImageState(await call.json(request, stableImageResponseSchema), handle)
  },

  readFailure: readStabilityFailure,
}
