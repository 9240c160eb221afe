import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/huggingface.ts'
import type { ProviderAdapter, TaskState } from '../../core/adapter.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { findMessage } from '../../core/wire/plain-text.ts'
import { readFalFault } from '../shared/fal-response.ts'
import { hubUrl, listServed, loadEntries, loadServed, parseHubName, tasksOf, type HubTask } from './hub-lookup.ts'
import { cardOf, huggingfaceModels } from './huggingface-models.ts'
import { providerNames, type ProviderName } from './via.ts'
import type { Via } from './via.ts'
import { viaFal, viaReplicate } from './via-marketplaces.ts'
import { viaHfInference, viaNscale, viaTogether } from './via-images.ts'
import { viaWavespeed, viaZai } from './via-tasks.ts'

/**
 * Hugging Face has no image API of its own: it names the providers that run a model, and forwards requests to them in
 * the provider's own format. https://huggingface.co/docs/inference-providers
 */
export const huggingface: ProviderAdapter = {
  id: 'huggingface',
  label: providerLabels.huggingface,
  kind: 'cloud',
  baseUrl: 'https://router.huggingface.co',
  apiHosts: ['huggingface.co'],
  deliveryHosts: [
    'fal.media',
    '*.fal.media',
    'replicate.delivery',
    '*.replicate.delivery',
    '*.wavespeed.ai',
    // Where WaveSpeed stores its results.
    'd1q70pf5vjeyhc.cloudfront.net',
    'mfile.z.ai',
  ],
  credential: { need: 'required', form: 'key', pageUrl: 'https://huggingface.co/settings/tokens' },
  pages: {
    docs: 'https://huggingface.co/docs/inference-providers',
    prices: 'https://huggingface.co/docs/inference-providers/pricing',
  },
  privacy: messages.privacy,
  models: huggingfaceModels,
  addModelHint: messages.modelId,
  concurrency: 4,
  timing: { submitTimeoutMs: 300_000, pollEveryMs: 1_500, deadlineMs: 900_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const whoami = await call.json({ method: 'GET', path: `${hubUrl}/whoami-v2` }, accountSchema)
    const account = (whoami.isPro === true ? messages.proAccount : messages.account)({ name: whoami.name })
    return { message: mayCallProviders(whoami) ? account : messages.tokenWithoutProviders({ account }) }
  },
  async listModels(call) {
    const lists = await Promise.all(
      (['text-to-image', 'image-to-image'] as const).map((task) => listServed(task, call)),
    )
    const served = new Map(lists.flat().map(({ id, entries }) => [id, tasksOf(entries)]))
    const cards = [...served].flatMap(([id, tasks]) => (tasks.size > 0 ? [cardOf(id, tasks, 'live')] : []))
    return { models: cards, isComplete: false }
  },
  async describeModel(id, call) {
    const name = parseHubName(id)
    const entries = await loadEntries(name, call)
    const candidates = entries.filter(({ provider }) => (name.provider ?? provider) === provider)
    const tasks = tasksOf(candidates)
    if (tasks.size > 0) return cardOf(id.trim(), tasks, 'added')
    throw new AppError('provider/unknown-model', messages.noSupportedProvider({ id }))
  },
  async submit(input, call) {
    const task: HubTask = input.source || input.references.length > 0 ? 'image-to-image' : 'text-to-image'
    const served = await loadServed(parseHubName(input.card.id), task, call)
    return signed(served.provider, await vias[served.provider].submit(served, input, call))
  },
  async poll(handle, call) {
    const task = parseHandle(handle)
    const poll = task && vias[task.provider].poll
    if (!poll) return { type: 'expired', message: messages.taskOfProvider }
    return signed(task.provider, await poll(task.rest, call))
  },
  async cancel(handle, call) {
    const task = parseHandle(handle)
    if (task) await vias[task.provider].cancel?.(task.rest, call)
  },
  readFailure: readHuggingfaceFailure,
}

/** Adds the provider to the handle of a waiting task, since polling depends on it: `replicate:<id>`. */
function signed(provider: ProviderName, state: TaskState): TaskState {
  return state.type === 'waiting' ? { ...state, handle: `${provider}:${state.handle}` } : state
}

/** null = not a task: a submission that has not responded yet has no handle. */
function parseHandle(handle: string): { readonly provider: ProviderName; readonly rest: string } | null {
  const provider = providerNames.find((name) => handle.startsWith(`${name}:`))
  return provider === undefined ? null : { provider, rest: handle.slice(provider.length + 1) }
}

const accountSchema = z.looseObject({
  name: z.string(),
  isPro: z.boolean().nullish(),
  auth: z
    .looseObject({
      accessToken: z
        .looseObject({
          role: z.string().nullish(),
          fineGrained: z
            .looseObject({
              global: z.array(z.string()).nullish(),
              scoped: z.array(z.looseObject({ permissions: z.array(z.string()).nullish() })).nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
})

/** Only fine-grained tokens can lack the permission. */
function mayCallProviders({ auth }: z.output<typeof accountSchema>): boolean {
  const token = auth?.accessToken
  if (token?.role !== 'fineGrained') return true
  const { global, scoped } = token.fineGrained ?? {}
  const granted = [...(global ?? []), ...(scoped ?? []).flatMap(({ permissions }) => permissions ?? [])]
  return granted.includes('inference.serverless.write')
}

const loadingSchema = z.looseObject({ estimated_time: z.number().nullish() })

const wakingMsMax = 60_000
const wakingMsUsual = 20_000

const policyPattern =
  /nsfw|content policy|moderation|flagged|safety (system|filter|checker)|(unsafe|sensitive|inappropriate) content/i
const gatedPattern = /gated|restricted|accept (the|its) (conditions|licen[cs]e|terms)|awaiting a review/i

/**
 * Hugging Face's own messages are in `error`, a sentence or a list; those of the provider behind it arrive in its own
 * format, fal's for example.
 */
function readHuggingfaceFailure(response: FailureResponse): Fault | null {
  const { status, json } = response
  const message = findMessage(json)
  const loading = loadingSchema.safeParse(json).data
  if (status === 503 && (typeof loading?.estimated_time === 'number' || /\bloading\b/i.test(message))) {
    const seconds = loading?.estimated_time ?? wakingMsUsual / 1_000
    return { type: 'not-ready', afterMs: Math.min(wakingMsMax, Math.max(1, seconds) * 1_000), message }
  }
  const ofFal = readFalFault(response)
  if (ofFal !== null) return ofFal
  if ([400, 403, 422].includes(status) && policyPattern.test(message)) {
    return { type: 'refused', what: 'prompt', message, isBilled: 'unknown' }
  }
  if (status === 403 && gatedPattern.test(message)) {
    return { type: 'error', code: 'provider/unsupported', message: messages.acceptTerms({ answer: message }) }
  }
  if (status === 400 && /not supported by|not served by|no provider/i.test(message)) {
    return { type: 'error', code: 'provider/unknown-model', message }
  }
  return null
}

const vias: Readonly<Record<ProviderName, Via>> = {
  'fal-ai': viaFal,
  replicate: viaReplicate,
  together: viaTogether,
  nscale: viaNscale,
  wavespeed: viaWavespeed,
  'zai-org': viaZai,
  'hf-inference': viaHfInference,
}
