import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { parseJson } from '../../../shared/util/parse-json.ts'
import type { AdapterInput, ProviderAdapter, TaskState } from '../core/adapter.ts'
import type { Call, CallResponse } from '../core/call.ts'
import { readOpenAiFailure } from './openai-failure.ts'
import { isImageModel, openaiCard, openaiModels } from './openai-models.ts'
import { imagesResponseSchema, toTaskState } from './openai-response.ts'
import { buildOpenAiRequest, previewsWanted } from './openai-request.ts'
import { streamPicture } from './openai-stream.ts'

const modelSchema = z.object({ id: z.string(), shutdown_date: z.iso.date().nullish().catch(null) })
const modelListSchema = z.object({ data: z.array(modelSchema) })
type Listed = z.output<typeof modelSchema>

export const openai: ProviderAdapter = {
  id: 'openai',
  label: providerLabels.openai,
  kind: 'cloud',
  baseUrl: 'https://api.openai.com/v1',
  apiHosts: [],
  // Only DALL·E ever answered with links, and only where base64 was not asked for.
  deliveryHosts: ['oaidalleapiprodscus.blob.core.windows.net'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://platform.openai.com/api-keys' },
  pages: {
    docs: 'https://developers.openai.com/api/docs/guides/image-generation',
    prices: 'https://developers.openai.com/api/docs/pricing',
  },
  privacy:
    'Prompts and images go to OpenAI in the USA, which keeps them up to 30 days to look for abuse. They are not trained on unless the account allows it.',
  models: openaiModels,
  addModelHint: 'As OpenAI’s list of models writes it, for example gpt-image-2-2026-04-21.',
  concurrency: 4,
  timing: { submitTimeoutMs: 600_000, pollEveryMs: 1_000, deadlineMs: 600_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const list = await loadModels(call)
    // A restricted key may make pictures and yet not list models.
    if (list === null) return { message: 'The key is good. It may not list models, which images do not need.' }
    return { message: `The key is good: ${list.filter(({ id }) => isImageModel(id)).length} image models.` }
  },
  async listModels(call) {
    const list = await loadModels(call)
    if (list === null) return { models: [], isComplete: false }
    const models = list.filter(({ id }) => isImageModel(id)).map((each) => toCard(each, 'live'))
    // A gateway's list may leave out what it passes on.
    return { models, isComplete: !call.isOwnBaseUrl }
  },
  async describeModel(id, call) {
    const path = `/models/${encodeURIComponent(id)}`
    const reply = await call.reply({ method: 'GET', path, alsoAccept: [403] })
    return reply.status === 403 ? openaiCard(id, 'added') : toCard(readReply(reply, modelSchema), 'added')
  },
  submit,
  readFailure: readOpenAiFailure,
}

async function submit(input: AdapterInput, call: Call): Promise<TaskState> {
  const previews = previewsWanted(input)
  const { path, body } = buildOpenAiRequest(input, previews > 0 ? { stream: true, partial_images: previews } : {})
  const request = { method: 'POST', path, body, isPaid: true } as const
  if (previews > 0) return streamPicture(input.card.id, request, call)
  return toTaskState(input.card.id, await call.json(request, imagesResponseSchema))
}

/** null = the key is good but may not list models. */
async function loadModels(call: Call): Promise<Listed[] | null> {
  const reply = await call.reply({ method: 'GET', path: '/models', alsoAccept: [403] })
  if (reply.status !== 403) return readReply(reply, modelListSchema).data
  if (reply.text().includes('unsupported_country')) {
    throw new AppError('provider/unsupported', 'OpenAI does not serve the country this computer is in.')
  }
  return null
}

/** What is listed is served, by the vendor or by a gateway, until the day it names. */
function toCard({ id, shutdown_date }: Listed, origin: ModelCard['origin']): ModelCard {
  const card = openaiCard(id, origin)
  const successor = card.state.is === 'current' ? null : card.state.successor
  if (shutdown_date) return { ...card, state: { is: 'retiring', on: shutdown_date, successor } }
  return card.state.is === 'retired' ? { ...card, state: { is: 'current' } } : card
}

function readReply<T>(reply: CallResponse, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(reply.text()))
  if (parsed.success) return parsed.data
  throw new AppError('provider/bad-reply', 'OpenAI’s list of models is not as documented. Nothing was billed.', {
    detail: { isBilled: 'no' },
  })
}
