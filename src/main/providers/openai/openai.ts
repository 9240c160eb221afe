import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { parseJson } from '../../../shared/util/parse-json.ts'
import * as messages from '../../../shared/messages/en/openai.ts'
import type { AdapterInput, ProviderAdapter, TaskState } from '../core/adapter.ts'
import type { Call, CallResponse } from '../core/call.ts'
import { readOpenAiFailure } from './openai-failure.ts'
import { isImageModel, openaiCard, openaiModels } from './openai-models.ts'
import { imagesResponseSchema, toOpenAiState, streamImage } from './openai-response.ts'
import { buildOpenAiRequest, previewsWanted } from './openai-request.ts'

const modelSchema = z.object({ id: z.string(), shutdown_date: z.iso.date().nullish().catch(null) })
const modelListSchema = z.object({ data: z.array(modelSchema) })
type Listed = z.output<typeof modelSchema>

export const openai: ProviderAdapter = {
  id: 'openai',
  label: providerLabels.openai,
  kind: 'cloud',
  baseUrl: 'https://api.openai.com/v1',
  apiHosts: [],
  // Only DALL·E ever returned links, and only if base64 was not requested.
  deliveryHosts: ['oaidalleapiprodscus.blob.core.windows.net'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://platform.openai.com/api-keys' },
  pages: {
    docs: 'https://developers.openai.com/api/docs/guides/image-generation',
    prices: 'https://developers.openai.com/api/docs/pricing',
  },
  privacy: messages.privacy,
  models: openaiModels,
  addModelHint: messages.modelId,
  concurrency: 4,
  timing: { submitTimeoutMs: 600_000, pollEveryMs: 1_000, deadlineMs: 600_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const list = await loadModels(call)
    // A restricted key may be able to make images but not to list models.
    if (list === null) return { message: messages.keyWithoutList }
    return { message: messages.keyWithModels({ count: list.filter(({ id }) => isImageModel(id)).length }) }
  },
  async listModels(call) {
    const list = await loadModels(call)
    if (list === null) return { models: [], isComplete: false }
    const models = list.filter(({ id }) => isImageModel(id)).map((each) => toCard(each, 'live'))
    // A gateway's list may omit models that it supports.
    return { models, isComplete: !call.isOwnBaseUrl }
  },
  async describeModel(id, call) {
    const path = `/models/${encodeURIComponent(id)}`
    const response = await call.response({ method: 'GET', path, alsoAccept: [403] })
    return response.status === 403 ? openaiCard(id, 'added') : toCard(readReply(response, modelSchema), 'added')
  },
  submit,
  readFailure: readOpenAiFailure,
}

async function submit(input: AdapterInput, call: Call): Promise<TaskState> {
  const previews = previewsWanted(input)
  const { path, body } = buildOpenAiRequest(input, previews > 0 ? { stream: true, partial_images: previews } : {})
  const request = { method: 'POST', path, body, isPaid: true } as const
  if (previews > 0) return streamImage(input.card.id, request, call)
  return toOpenAiState(input.card.id, await call.json(request, imagesResponseSchema))
}

/** null = the key is valid but may not list models. */
async function loadModels(call: Call): Promise<Listed[] | null> {
  const response = await call.response({ method: 'GET', path: '/models', alsoAccept: [403] })
  if (response.status !== 403) return readReply(response, modelListSchema).data
  if (response.text().includes('unsupported_country')) {
    throw new AppError('provider/unsupported', messages.countryNotServed)
  }
  return null
}

/** A listed model is served, by the vendor or by a gateway, until the date it names. */
function toCard({ id, shutdown_date }: Listed, origin: ModelCard['origin']): ModelCard {
  const card = openaiCard(id, origin)
  const successor = card.state.type === 'current' ? null : card.state.successor
  if (shutdown_date) return { ...card, state: { type: 'retiring', on: shutdown_date, successor } }
  return card.state.type === 'retired' ? { ...card, state: { type: 'current' } } : card
}

function readReply<T>(response: CallResponse, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(response.text()))
  if (parsed.success) return parsed.data
  throw new AppError('provider/bad-reply', messages.unexpectedList, {
    detail: { isBilled: 'no' },
  })
}
