import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { ProviderAdapter, TaskState } from '../../core/adapter.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { findWords } from '../../core/plain-words.ts'
import { readFalFault } from '../shared/fal-response.ts'
import { hubUrl, listServed, loadEntries, loadServed, parseHubName, tasksOf, type HubTask } from './hub-lookup.ts'
import { cardOf, huggingfaceModels } from './huggingface-models.ts'
import { providerNames, type ProviderName } from './via.ts'
import type { Via } from './via.ts'
import { viaFal } from './via-fal.ts'
import { viaHfInference } from './via-hf-inference.ts'
import { viaReplicate } from './via-replicate.ts'
import { viaNscale, viaTogether } from './via-together.ts'
import { viaWavespeed } from './via-wavespeed.ts'
import { viaZai } from './via-zai.ts'

/**
 * Hugging Face has no picture API of its own: it tells who runs a model, and hands requests through to that provider in
 * the provider's own way. https://huggingface.co/docs/inference-providers
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
    // Where WaveSpeed keeps its results.
    'd1q70pf5vjeyhc.cloudfront.net',
    'mfile.z.ai',
  ],
  credential: { need: 'required', form: 'key', pageUrl: 'https://huggingface.co/settings/tokens' },
  pages: {
    docs: 'https://huggingface.co/docs/inference-providers',
    prices: 'https://huggingface.co/docs/inference-providers/pricing',
  },
  privacy:
    'Your words and the images you add go to Hugging Face and on to whoever runs the model (fal.ai, Replicate, Together, nscale, WaveSpeed, Z.ai), who keep them as long as their own terms say.',
  models: huggingfaceModels,
  addModelHint: 'org/model as at huggingface.co, or org/model:provider to choose who runs it',
  concurrency: 4,
  timing: { submitTimeoutMs: 300_000, pollEveryMs: 1_500, deadlineMs: 900_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const account = await call.json({ method: 'GET', path: `${hubUrl}/whoami-v2` }, accountSchema)
    const plan = account.isPro === true ? ', PRO' : ''
    const missing = mayCallProviders(account)
      ? ''
      : ' This token may not call Inference Providers: give it that permission, or images will be refused.'
    return { message: `Account ${account.name}${plan}.${missing}` }
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
    const own = entries.filter(({ provider }) => (name.provider ?? provider) === provider)
    const tasks = tasksOf(own)
    if (tasks.size > 0) return cardOf(id.trim(), tasks, 'added')
    throw new AppError(
      'provider/unknown-model',
      `Nobody whose way Atelier knows makes images with ${id} at Hugging Face at the moment.`,
    )
  },
  async submit(input, call) {
    const task: HubTask = input.source || input.references.length > 0 ? 'image-to-image' : 'text-to-image'
    const served = await loadServed(parseHubName(input.card.id), task, call)
    return signed(served.provider, await vias[served.provider].submit(served, input, call))
  },
  async poll(handle, call) {
    const task = parseHandle(handle)
    const poll = task && vias[task.provider].poll
    if (!poll) return { is: 'expired', words: 'This is no task of a provider at Hugging Face.' }
    return signed(task.provider, await poll(task.rest, call))
  },
  async cancel(handle, call) {
    const task = parseHandle(handle)
    if (task) await vias[task.provider].cancel?.(task.rest, call)
  },
  readFailure: readHuggingfaceFailure,
}

/** A waiting task is looked at in its provider's way, so its handle says whose it is: `replicate:<id>`. */
function signed(provider: ProviderName, state: TaskState): TaskState {
  return state.is === 'waiting' ? { ...state, handle: `${provider}:${state.handle}` } : state
}

/** null = no task: a submission that has not answered yet has no handle. */
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

/** Only fine-grained tokens can lack it. */
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

const policyWords =
  /nsfw|content policy|moderation|flagged|safety (system|filter|checker)|(unsafe|sensitive|inappropriate) content/i
const gatedWords = /gated|restricted|accept (the|its) (conditions|licen[cs]e|terms)|awaiting a review/i

/**
 * Hugging Face's own words are in `error`, a sentence or a list; those of the provider behind it come through in its own
 * shape, fal's for example.
 */
function readHuggingfaceFailure(reply: FailureResponse): Fault | null {
  const { status, json } = reply
  const words = findWords(json)
  const loading = loadingSchema.safeParse(json).data
  if (status === 503 && (typeof loading?.estimated_time === 'number' || /\bloading\b/i.test(words))) {
    const seconds = loading?.estimated_time ?? wakingMsUsual / 1_000
    return { is: 'not-ready', afterMs: Math.min(wakingMsMax, Math.max(1, seconds) * 1_000), words }
  }
  const ofFal = readFalFault(reply)
  if (ofFal !== null) return ofFal
  if ([400, 403, 422].includes(status) && policyWords.test(words)) {
    return { is: 'refused', what: 'prompt', words, isBilled: 'unknown' }
  }
  if (status === 403 && gatedWords.test(words)) {
    const help = `${words} Open the model’s page at huggingface.co and accept its terms.`
    return { is: 'error', code: 'provider/unsupported', words: help }
  }
  if (status === 400 && /not supported by|not served by|no provider/i.test(words)) {
    return { is: 'error', code: 'provider/unknown-model', words }
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
