import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import type { ProviderAdapter } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { geminiApiUrl, googleApiHosts, googleModelPath } from '../shared/google-address.ts'
import { asServed, listGoogleModels, type CatalogueEntry } from '../shared/google-catalogue.ts'
import { checkVertex } from '../shared/google-sign-in.ts'
import { readGoogleFailure } from '../shared/google-failure.ts'
import { signInToGoogle } from '../shared/google-sign-in.ts'
import { versionedPath } from '../../core/versioned-path.ts'
import { geminiResponseSchema, readGeminiResponse } from './gemini-response.ts'
import { geminiModels, unknownGeminiModel } from './gemini-models.ts'
import { toGeminiBody } from './gemini-request.ts'

/** Vertex offers the image models here first; other regions have few of them. */
const homeRegion = 'global'

export const gemini: ProviderAdapter = {
  id: 'gemini',
  label: providerLabels.gemini,
  kind: 'cloud',
  baseUrl: geminiApiUrl,
  apiHosts: googleApiHosts,
  deliveryHosts: [],
  credential: { need: 'required', form: 'key', pageUrl: 'https://aistudio.google.com/apikey' },
  pages: {
    docs: 'https://ai.google.dev/gemini-api/docs/image-generation',
    prices: 'https://ai.google.dev/gemini-api/docs/pricing',
  },
  privacy: messages.geminiPrivacy,
  models: geminiModels,
  addModelHint: messages.geminiModelId,
  concurrency: 4,
  timing: { submitTimeoutMs: 300_000, pollEveryMs: 2_000, deadlineMs: 330_000 },
  authorise: (credential) => (credential.type === 'key' ? { 'x-goog-api-key': credential.key } : {}),
  signIn: signInToGoogle,
  check: checkGemini,
  async listModels(call) {
    const listed = await listGoogleModels(call, 'generateContent', homeRegion)
    const models = listed.filter((entry) => drawsImages(entry.id)).map(toCard)
    // UNCONFIRMED whether Vertex lists every model it serves.
    return { models, isComplete: call.project === undefined }
  },
  async describeModel(id, call) {
    const listed = await listGoogleModels(call, 'generateContent', homeRegion)
    const entry = listed.find((one) => one.id === id)
    if (entry) return toCard(entry)
    // UNCONFIRMED whether Vertex lists every model it serves: there, the id is used as it is.
    if (call.project !== undefined) return toCard({ id, label: null })
    throw new AppError('provider/unknown-model', messages.modelNotListed({ id }))
  },
  async submit(input, call) {
    const path = googleModelPath(call, input.card.id, 'generateContent', homeRegion)
    const request = { method: 'POST', path, body: { json: toGeminiBody(input) }, isPaid: true } as const
    return readGeminiResponse(await call.json(request, geminiResponseSchema), input.card.id)
  },
  readFailure: readGoogleFailure,
}

/** Vertex also lists Google's other services: Imagen, imagetext and others, whose ids start with "image". */
function drawsImages(id: string): boolean {
  return /banana|.image/.test(id)
}

function toCard(entry: CatalogueEntry) {
  const known = geminiModels.find((card) => card.id === entry.id)
  return known ? asServed(known) : unknownGeminiModel(entry.id, entry.label)
}

async function checkGemini(call: Call) {
  if (call.project !== undefined) return { message: await checkVertex(call, call.project) }
  const path = versionedPath(call, '/models', '/v1beta')
  await call.json({ method: 'GET', path, query: { pageSize: '1' } }, z.object({ models: z.array(z.unknown()) }))
  // A free key can list models too; that it cannot make images only shows when one is requested.
  return { message: messages.keyNeedsBilling }
}
