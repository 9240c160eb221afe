import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelCard, Quality } from '../../../shared/domain/model-card.ts'
import type {
  CheckReport,
  ProviderAdapter,
  AdapterInput,
  InputPicture,
  RemotePicture,
  TaskState,
} from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import type { FailureResponse, Fault } from '../core/fault.ts'
import { toDataUri } from '../core/encode-picture.ts'
import { xaiCard, xaiModels, isGrok2 } from './xai-models.ts'

/** `disabled` in the gRPC definition, `api_key_disabled` in the documents: either is read. */
const keySchema = z.object({
  name: z.string().nullish(),
  acls: z.array(z.string()).nullish(),
  api_key_blocked: z.boolean().nullish(),
  api_key_disabled: z.boolean().nullish(),
  disabled: z.boolean().nullish(),
  team_blocked: z.boolean().nullish(),
})

/** `id` in the documents, `name` in the gRPC definition. */
const modelSchema = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  aliases: z.array(z.string()).nullish(),
})
const modelListSchema = z.object({ models: z.array(modelSchema) })

export const xai: ProviderAdapter = {
  id: 'xai',
  label: providerLabels.xai,
  kind: 'cloud',
  baseUrl: 'https://api.x.ai/v1',
  apiHosts: [],
  deliveryHosts: ['*.x.ai'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://console.x.ai' },
  pages: { docs: 'https://docs.x.ai/', prices: 'https://docs.x.ai/docs/models' },
  privacy:
    'Prompts and images go to xAI in the USA, which keeps them up to 30 days to look for abuse. They are not trained on unless the account allows it.',
  models: xaiModels,
  addModelHint: 'As xAI’s list of image models writes it, for example grok-imagine-image-2.0.',
  concurrency: 3,
  // 70 seconds at most were measured; the vendor advises three minutes.
  timing: { submitTimeoutMs: 240_000, pollEveryMs: 1_000, deadlineMs: 240_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  check,
  async listModels(call) {
    const { models } = await call.json({ method: 'GET', path: '/image-generation-models' }, modelListSchema)
    return { models: offered(models), isComplete: !call.isOwnBaseUrl }
  },
  async describeModel(id, call) {
    const path = `/image-generation-models/${encodeURIComponent(id)}`
    const { aliases } = await call.json({ method: 'GET', path }, modelSchema)
    return xaiCard(id, 'added', aliases ?? [])
  },
  async submit(input, call) {
    const { path, json } = buildXaiRequest(input)
    return toTaskState(await call.json({ method: 'POST', path, body: { json }, isPaid: true }, xaiResponseSchema))
  },
  readFailure: readXaiFailure,
}

async function check(call: Call): Promise<CheckReport> {
  const key = await call.json({ method: 'GET', path: '/api-key' }, keySchema)
  if (key.api_key_blocked || key.api_key_disabled || key.disabled) {
    throw new AppError('credential/rejected', 'xAI has blocked or disabled this key. Make another at console.x.ai.')
  }
  if (key.team_blocked) {
    throw new AppError('credential/rejected', 'xAI has blocked the team this key belongs to. See console.x.ai.')
  }
  const name = key.name ? ` “${key.name}”` : ''
  if (mayDraw(key.acls ?? [])) return { message: `The key${name} is good.` }
  return { message: `The key${name} is good, but its permissions do not name images. Widen them at console.x.ai.` }
}

/** Permissions are written `api-key:endpoint:image` or `api-key:endpoint:*`; other forms say nothing about pictures. */
function mayDraw(acls: readonly string[]): boolean {
  const endpoints = acls.filter((each) => each.startsWith('api-key:endpoint:'))
  return endpoints.length === 0 || endpoints.some((each) => each.endsWith(':*') || each.includes('image'))
}

/** What is listed, and the known models that are only there as another's second name. */
function offered(models: readonly z.output<typeof modelSchema>[]): ModelCard[] {
  const cards = models.flatMap(({ id, name, aliases }) => {
    const ids = [id ?? name ?? '', ...(aliases ?? []).filter(isCurrent)].filter((each) => each !== '')
    return ids.map((each) => xaiCard(each, 'live', aliases ?? []))
  })
  return [...new Map(cards.map((card) => [card.id, card])).values()]
}

function isCurrent(id: string): boolean {
  return xaiModels.some((card) => card.id === id && card.state.is === 'current')
}

/** Three shapes occur: a code beside words, an object, and words alone. The codes tell nothing that the words do not. */
const failureSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string().nullish() })]) })

const aboutKey = /api key/i
const aboutContent = /moderat|content polic|usage polic|guideline|safety/i
/** The exact code is not documented: the words tell. */
const aboutMoney = /credit|spending limit|billing|balance/i

function readXaiFailure(reply: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(reply.json)
  if (!parsed.success) return null
  const { error } = parsed.data
  const words = typeof error === 'string' ? error : (error.message ?? '')
  const code = codeOf(reply.status, words)
  // That a prompt is refused by 403 is UNCONFIRMED; by 400 it has been seen.
  if ((code === 'credential/rejected' || code === 'provider/invalid-request') && isRefusal(reply.status, words)) {
    return { is: 'refused', what: subjectOf(words), words, isBilled: 'unknown' }
  }
  return code && { is: 'error', code, words, isBilled: 'no' }
}

function codeOf(status: number, words: string): Extract<Fault, { is: 'error' }>['code'] | null {
  switch (status) {
    case 400:
      // An incorrect key is answered by 400.
      return aboutKey.test(words) ? 'credential/rejected' : 'provider/invalid-request'
    case 401:
      return 'credential/rejected'
    case 402:
      return 'provider/quota'
    case 403:
      return aboutMoney.test(words) ? 'provider/quota' : 'credential/rejected'
    case 404:
      return 'provider/unknown-model'
    case 405:
    case 415:
    case 422:
      return 'provider/invalid-request'
    case 429:
      return aboutMoney.test(words) ? 'provider/quota' : 'provider/rate-limited'
    default:
      return null
  }
}

function isRefusal(status: number, words: string): boolean {
  return (status === 400 || status === 403) && !aboutKey.test(words) && aboutContent.test(words)
}

function subjectOf(words: string): 'prompt' | 'input' | 'output' {
  if (/generated|output/i.test(words)) return 'output'
  return /image|picture/i.test(words) ? 'input' : 'prompt'
}

interface XaiRequest {
  readonly path: '/images/generations' | '/images/edits'
  readonly json: Readonly<Record<string, unknown>>
}

/** There is a `high` in the vendor's lists, and it is refused. */
const qualityNames: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'medium' }

const maskWords =
  'The last image is a mask for the first one: repaint only what is white in it, and keep what is black exactly as it is.'

function buildXaiRequest(input: AdapterInput): XaiRequest {
  const pictures = [...(input.source ? [input.source] : []), ...input.references, ...(input.mask ? [input.mask] : [])]
  if (pictures.length === 0) return { path: '/images/generations', json: commonFields(input) }
  return { path: '/images/edits', json: { ...commonFields(input), ...pictureFields(pictures) } }
}

function commonFields(input: AdapterInput): XaiRequest['json'] {
  const { card, prompt, n, mask, aspectRatio, tier, quality } = input
  return {
    model: card.id,
    prompt: mask ? `${prompt}\n\n${maskWords}` : prompt,
    n,
    // Links are short-lived.
    response_format: 'b64_json',
    ...(!isGrok2(card.id) && {
      ...(aspectRatio && { aspect_ratio: toAspectRatio(aspectRatio) }),
      ...(tier && { resolution: tier }),
      ...(quality && { quality: qualityNames[quality] }),
    }),
  }
}

/** Exactly one of `image` and `images`. */
function pictureFields(pictures: readonly InputPicture[]): XaiRequest['json'] {
  const all = pictures.map((each) => ({ type: 'image_url', url: toDataUri(each) }))
  return all.length === 1 ? { image: all[0] } : { images: all }
}

/** The service writes two of its shapes with a half: 9:19.5. */
function toAspectRatio(ratio: string): string {
  if (ratio === '18:39') return '9:19.5'
  return ratio === '39:18' ? '19.5:9' : ratio
}

const xaiResponseSchema = z.object({
  data: z.array(
    z.object({
      b64_json: z.string().nullish(),
      url: z.string().nullish(),
      mime_type: z.string().nullish(),
      revised_prompt: z.string().nullish(),
      respect_moderation: z.boolean().nullish(),
    }),
  ),
  usage: z.object({ cost_in_usd_ticks: z.number().nullish() }).nullish(),
})
type XaiReply = z.output<typeof xaiResponseSchema>

const usdPerTick = 1e-10

/** What was made but did not pass moderation comes as HTTP 200: flagged, with a placeholder or nothing; or no entry at all. */
function toTaskState(reply: XaiReply): TaskState {
  const ticks = reply.usage?.cost_in_usd_ticks ?? null
  const pictures = reply.data.map(toPicture)
  if (pictures.every((each) => each.refused)) {
    const words = pictures[0]?.refused ?? 'xAI answered without an image: nothing it made passed its moderation.'
    return { is: 'refused', what: 'output', words, isBilled: ticks === null ? 'unknown' : ticks > 0 ? 'yes' : 'no' }
  }
  return {
    is: 'done',
    pictures,
    // Ten decimals are what a tick holds.
    costUsd: ticks === null ? null : Number((ticks * usdPerTick).toFixed(10)),
    ...(ticks !== null && { usage: { cost_in_usd_ticks: ticks } }),
  }
}

function toPicture(each: XaiReply['data'][number]): RemotePicture {
  const told = { mime: each.mime_type ?? null, revisedPrompt: each.revised_prompt || null }
  if (each.respect_moderation === false) {
    return { ...told, nothing: true, refused: 'The image did not pass xAI’s moderation and was withheld.' }
  }
  if (each.b64_json) return { ...told, base64: each.b64_json.replace(/^data:[^,]*,/, '') }
  if (each.url) return { ...told, url: each.url }
  return { ...told, nothing: true, refused: 'xAI sent nothing for this image.' }
}
