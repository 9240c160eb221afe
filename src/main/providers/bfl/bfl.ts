import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import * as messages from '../../../shared/messages/en/bfl.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'
import { hasEndpoint } from '../core/has-endpoint.ts'
import { bflModels, flux3Klein } from './bfl-models.ts'
import { readBflHandle, bflSubmittedSchema, taskSchema, toBflHandle, toBflState } from './bfl-response.ts'
import { toBflRequest } from './bfl-request.ts'

const baseUrl = 'https://api.bfl.ai'
const creditsSchema = z.object({ credits: z.number() })

/** Black Forest Labs, the makers of FLUX. Every model is an endpoint, every image a task. */
export const bfl: ProviderAdapter = {
  id: 'bfl',
  label: providerLabels.bfl,
  kind: 'cloud',
  baseUrl,
  // A task is polled at the address the service returns, which may be in another region.
  apiHosts: ['*.bfl.ai'],
  // Signed links valid for ten minutes, on the service's own hosts; older ones on its Azure storage.
  deliveryHosts: ['*.bfl.ai', 'bfldeliverysc.blob.core.windows.net'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://dashboard.bfl.ai/' },
  pages: { docs: 'https://docs.bfl.ai/', prices: 'https://docs.bfl.ai/quick_start/pricing' },
  privacy: messages.privacy,
  models: bflModels,
  probedModels: [flux3Klein],
  addModelHint: null,
  // 24 tasks at once, but only 6 of Kontext max.
  concurrency: 6,
  timing: { submitTimeoutMs: 60_000, pollEveryMs: 1_000, deadlineMs: 600_000 },
  authorise: (credential): Readonly<Record<string, string>> =>
    credential.type === 'key' ? { 'x-key': credential.key } : {},

  async check(call) {
    const { credits } = await call.json({ method: 'GET', path: '/v1/credits' }, creditsSchema)
    return {
      message: responses.creditsLeft({ credits: Math.floor(credits * 100) / 100 }),
      balance: { amount: credits, unit: 'credits' },
    }
  },

  /** There is no list: every model is an endpoint. */
  async listModels(call) {
    const isOffered = await hasEndpoint(call, `/v1/${flux3Klein.id}`, '/v1/flux-0-image')
    return { models: isOffered ? [flux3Klein] : [], isComplete: false }
  },

  async submit(input, call) {
    const submitted = await call.json(toBflRequest(input), bflSubmittedSchema)
    return { type: 'waiting', handle: toBflHandle(submitted, baseUrl), progress: null }
  },

  async poll(handle, call) {
    // For a task it has forgotten it returns 200 with a status, or 404.
    return toBflState(await call.find({ method: 'GET', path: readBflHandle(handle).url }, taskSchema), handle)
  },

  readFailure: readBflFailure,
}

/** A message, or a list of fields with what is wrong with each. */
const bodySchema = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])).nullish(), msg: z.string() })).min(1),
  ]),
})

function readBflFailure({ status, json }: FailureResponse): Fault | null {
  const body = bodySchema.safeParse(json)
  if (!body.success) return null
  const message = messageOf(body.data.detail)
  // Failures on the service's side are not documented.
  if (status >= 500) return { type: 'error', code: 'provider/unavailable', message, isBilled: 'unknown' }
  const code = codes[status]
  return code === undefined ? null : { type: 'error', code, message, isBilled: 'no' }
}

const codes: Readonly<Record<number, FaultCode>> = {
  400: 'provider/invalid-request',
  401: 'credential/rejected',
  402: 'provider/quota',
  403: 'credential/rejected',
  404: 'provider/unknown-model',
  422: 'provider/invalid-request',
  // All slots are in use: 24 tasks at once, 6 of Kontext max.
  429: 'provider/rate-limited',
}

function messageOf(detail: z.output<typeof bodySchema>['detail']): string {
  if (typeof detail === 'string') return detail
  return detail.map(({ loc, msg }) => `${loc?.at(-1) ?? 'request'}: ${msg}`).join('; ')
}
