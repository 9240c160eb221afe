import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { CheckReport, ProviderAdapter } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { readXaiFailure } from './xai-failure.ts'
import { xaiCard, xaiModels } from './xai-models.ts'
import { toTaskState, xaiResponseSchema } from './xai-response.ts'
import { buildXaiRequest } from './xai-request.ts'

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
