import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelCard, Quality } from '../../../shared/domain/model-card.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import * as messages from '../../../shared/messages/en/xai.ts'
import type { CheckReport, ProviderAdapter, AdapterInput, InputImage, RemoteImage, TaskState } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import type { FailureResponse, Fault } from '../core/fault.ts'
import { toDataUri } from '../core/wire/image-bytes.ts'
import { xaiCard, xaiModels, isGrok2 } from './xai-models.ts'
import { ifItFits } from '../core/wire/if-it-fits.ts'

/** `disabled` in the gRPC definition, `api_key_disabled` in the documentation: either is accepted. */
const keySchema = z.object({
  name: z.string().nullish(),
  acls: z.array(z.string()).nullish(),
  api_key_blocked: z.boolean().nullish(),
  api_key_disabled: z.boolean().nullish(),
  disabled: z.boolean().nullish(),
  team_blocked: z.boolean().nullish(),
})

/** `id` in the documentation, `name` in the gRPC definition. */
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
  privacy: messages.privacy,
  models: xaiModels,
  addModelHint: messages.modelId,
  concurrency: 3,
  // At most 70 seconds were measured; the vendor advises three minutes.
  timing: { submitTimeoutMs: 240_000, pollEveryMs: 1_000, deadlineMs: 240_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
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
    throw new AppError('credential/rejected', messages.keyBlocked)
  }
  if (key.team_blocked) {
    throw new AppError('credential/rejected', messages.teamBlocked)
  }
  return { message: mayDraw(key.acls ?? []) ? acceptedMessage(key.name) : withoutImagesMessage(key.name) }
}

function acceptedMessage(name: string | null | undefined): string {
  return name ? messages.namedKeyAccepted({ name }) : responses.keyAccepted
}

function withoutImagesMessage(name: string | null | undefined): string {
  return name ? messages.namedKeyWithoutImages({ name }) : messages.keyWithoutImages
}

/** Permissions have the form `api-key:endpoint:image` or `api-key:endpoint:*`; other forms say nothing about images. */
function mayDraw(acls: readonly string[]): boolean {
  const endpoints = acls.filter((each) => each.startsWith('api-key:endpoint:'))
  return endpoints.length === 0 || endpoints.some((each) => each.endsWith(':*') || each.includes('image'))
}

/** Returns the listed models, and known ones that are only listed as an alias of another. */
function offered(models: readonly z.output<typeof modelSchema>[]): ModelCard[] {
  const cards = models.flatMap(({ id, name, aliases }) => {
    const ids = [id ?? name ?? '', ...(aliases ?? []).filter(isCurrent)].filter((each) => each !== '')
    return ids.map((each) => xaiCard(each, 'live', aliases ?? []))
  })
  return [...new Map(cards.map((card) => [card.id, card])).values()]
}

function isCurrent(id: string): boolean {
  return xaiModels.some((card) => card.id === id && card.state.type === 'current')
}

/**
 * Three formats occur: a code with a message, an object, and a message alone. The codes add nothing to the messages.
 */
const failureSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string().nullish() })]) })

const aboutKey = /api key/i
const aboutContent = /moderat|content polic|usage polic|guideline|safety/i
/** The exact code is not documented: the message is matched instead. */
const aboutMoney = /credit|spending limit|billing|balance/i

function readXaiFailure(response: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(response.json)
  if (!parsed.success) return null
  const { error } = parsed.data
  const message = typeof error === 'string' ? error : (error.message ?? '')
  const code = codeOf(response.status, message)
  // That a prompt is refused with 403 is UNCONFIRMED; with 400 it has been observed.
  if ((code === 'credential/rejected' || code === 'provider/invalid-request') && isRefusal(response.status, message)) {
    return { type: 'refused', what: subjectOf(message), message, isBilled: 'unknown' }
  }
  return code && { type: 'error', code, message, isBilled: 'no' }
}

function codeOf(status: number, message: string): Extract<Fault, { type: 'error' }>['code'] | null {
  switch (status) {
    case 400:
      // An incorrect key is reported as 400.
      return aboutKey.test(message) ? 'credential/rejected' : 'provider/invalid-request'
    case 401:
      return 'credential/rejected'
    case 402:
      return 'provider/quota'
    case 403:
      return aboutMoney.test(message) ? 'provider/quota' : 'credential/rejected'
    case 404:
      return 'provider/unknown-model'
    case 405:
    case 415:
    case 422:
      return 'provider/invalid-request'
    case 429:
      return aboutMoney.test(message) ? 'provider/quota' : 'provider/rate-limited'
    default:
      return null
  }
}

function isRefusal(status: number, message: string): boolean {
  return (status === 400 || status === 403) && !aboutKey.test(message) && aboutContent.test(message)
}

function subjectOf(message: string): 'prompt' | 'input' | 'output' {
  if (/generated|output/i.test(message)) return 'output'
  return /image|picture/i.test(message) ? 'input' : 'prompt'
}

interface XaiRequest {
  readonly path: '/images/generations' | '/images/edits'
  readonly json: Readonly<Record<string, unknown>>
}

/** `high` is in the vendor's lists, but it is refused. */
const qualityNames: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'medium' }

const maskInstruction =
  'The last image is a mask for the first one: repaint only what is white in it, and keep what is black exactly as it is.'

function buildXaiRequest(input: AdapterInput): XaiRequest {
  const images = [...(input.source ? [input.source] : []), ...input.references, ...(input.mask ? [input.mask] : [])]
  if (images.length === 0) return { path: '/images/generations', json: commonFields(input) }
  return { path: '/images/edits', json: { ...commonFields(input), ...imageFields(images) } }
}

function commonFields(input: AdapterInput): XaiRequest['json'] {
  const { card, prompt, n, mask, aspectRatio, tier, quality } = input
  return {
    model: card.id,
    prompt: mask ? `${prompt}\n\n${maskInstruction}` : prompt,
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
function imageFields(images: readonly InputImage[]): XaiRequest['json'] {
  const all = images.map((each) => ({ type: 'image_url', url: toDataUri(each) }))
  return all.length === 1 ? { image: all[0] } : { images: all }
}

/** The service writes two of its ratios with a half: 9:19.5. */
function toAspectRatio(ratio: string): string {
  if (ratio === '18:39') return '9:19.5'
  return ratio === '39:18' ? '19.5:9' : ratio
}

const xaiResponseSchema = z.object({
  data: z.array(
    z
      .object({
        b64_json: ifItFits(z.string()),
        url: ifItFits(z.string()),
        mime_type: ifItFits(z.string()),
        revised_prompt: ifItFits(z.string()),
        respect_moderation: ifItFits(z.boolean()),
      })
      .catch({}),
  ),
  usage: ifItFits(z.object({ cost_in_usd_ticks: ifItFits(z.number()) })),
  model: ifItFits(z.string()),
})
type XaiReply = z.output<typeof xaiResponseSchema>

const usdPerTick = 1e-10

/** Output that did not pass moderation is returned with HTTP 200: flagged, with a placeholder or nothing. */
function toTaskState(response: XaiReply): TaskState {
  const ticks = response.usage?.cost_in_usd_ticks ?? null
  const images = response.data.map(toImage)
  if (images.every((each) => each.refused)) {
    const isBilled = ticks === null ? 'unknown' : ticks > 0 ? 'yes' : 'no'
    return response.data.some((each) => each.respect_moderation === false)
      ? { type: 'refused', what: 'output', message: messages.withheld, isBilled }
      : { type: 'failed', message: messages.noImage, isBilled }
  }
  return {
    type: 'done',
    images,
    // Rounded to ten decimals, the resolution of a tick.
    costUsd: ticks === null ? null : Number((ticks * usdPerTick).toFixed(10)),
    ...(ticks !== null && { usage: { cost_in_usd_ticks: ticks } }),
    servedModel: response.model ?? null,
  }
}

function toImage(entry: XaiReply['data'][number]): RemoteImage {
  const common = { mime: entry.mime_type ?? null, revisedPrompt: entry.revised_prompt || null }
  if (entry.respect_moderation === false) {
    return { ...common, nothing: true, refused: messages.withheld }
  }
  if (entry.b64_json) return { ...common, base64: entry.b64_json.replace(/^data:[^,]*,/, '') }
  if (entry.url) return { ...common, url: entry.url }
  return { ...common, nothing: true, refused: messages.nothingForImage }
}
