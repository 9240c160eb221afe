import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'
import { bflModels } from './bfl-models.ts'
import { readBflHandle, submittedSchema, taskSchema, toBflHandle, toTaskState } from './bfl-response.ts'
import { toBflRequest } from './bfl-request.ts'

const baseUrl = 'https://api.bfl.ai'
const creditsSchema = z.object({ credits: z.number() })

/** Black Forest Labs: FLUX from its makers. Every model is an endpoint, every picture a task. */
export const bfl: ProviderAdapter = {
  id: 'bfl',
  label: providerLabels.bfl,
  kind: 'cloud',
  baseUrl,
  // A task is asked for at the address the service names, which may be another region's.
  apiHosts: ['*.bfl.ai'],
  // Signed links of ten minutes, on the service's own hosts; older ones on its storage at Azure.
  deliveryHosts: ['*.bfl.ai', 'bfldeliverysc.blob.core.windows.net'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://dashboard.bfl.ai/' },
  pages: { docs: 'https://docs.bfl.ai/', prices: 'https://docs.bfl.ai/quick_start/pricing' },
  privacy:
    'Your words and the images you send go to Black Forest Labs (api.bfl.ai, in Europe or the United States). Results can be fetched there for ten minutes; how long it keeps what is sent, its own terms say.',
  models: bflModels,
  addModelHint: null,
  // 24 tasks at once, but 6 of Kontext max.
  concurrency: 6,
  timing: { submitTimeoutMs: 60_000, pollEveryMs: 1_000, deadlineMs: 600_000 },
  authorise: (credential): Readonly<Record<string, string>> =>
    credential.is === 'key' ? { 'x-key': credential.key } : {},

  async check(call) {
    const { credits } = await call.json({ method: 'GET', path: '/v1/credits' }, creditsSchema)
    return {
      message: `${Math.floor(credits * 100) / 100} credits left.`,
      balance: { amount: credits, unit: 'credits' },
    }
  },

  async submit(input, call) {
    const submitted = await call.json(toBflRequest(input), submittedSchema)
    return { is: 'waiting', handle: toBflHandle(submitted, baseUrl), progress: null }
  },

  async poll(handle, call) {
    // A task it has forgotten is answered with 200 and a status, or with 404.
    const request = { method: 'GET', path: readBflHandle(handle).url, alsoAccept: [404] } as const
    return toTaskState(await call.json(request, taskSchema), handle)
  },

  readFailure: readBflFailure,
}

/** Words, or what is wrong with which field. */
const bodySchema = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])).nullish(), msg: z.string() })).min(1),
  ]),
})

function readBflFailure({ status, json }: FailureResponse): Fault | null {
  const body = bodySchema.safeParse(json)
  if (!body.success) return null
  const words = wordsOf(body.data.detail)
  // Nothing is said of failures on their side.
  if (status >= 500) return { is: 'error', code: 'provider/unavailable', words, isBilled: 'unknown' }
  const code = codes[status]
  return code === undefined ? null : { is: 'error', code, words, isBilled: 'no' }
}

const codes: Readonly<Record<number, FaultCode>> = {
  400: 'provider/invalid-request',
  401: 'credential/rejected',
  402: 'provider/quota',
  403: 'credential/rejected',
  404: 'provider/unknown-model',
  422: 'provider/invalid-request',
  // All slots are taken: 24 tasks at once, 6 of Kontext max.
  429: 'provider/rate-limited',
}

function wordsOf(detail: z.output<typeof bodySchema>['detail']): string {
  if (typeof detail === 'string') return detail
  return detail.map(({ loc, msg }) => `${loc?.at(-1) ?? 'request'}: ${msg}`).join('; ')
}
