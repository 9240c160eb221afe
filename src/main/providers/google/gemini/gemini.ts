import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import type { ProviderAdapter, AdapterInput, InputImage, InputTurn } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { geminiApiUrl, googleApiHosts, googleModelPath } from '../shared/google-address.ts'
import { asServed, listGoogleModels, type CatalogueEntry } from '../shared/google-catalogue.ts'
import { checkVertex, signInToGoogle } from '../shared/google-sign-in.ts'
import { readGoogleFailure } from '../shared/google-failure.ts'
import { versionedPath } from '../../core/wire/url-policy.ts'
import { geminiResponseSchema, readGeminiResponse, readTurnRecord } from './gemini-response.ts'
import { geminiModels, unknownGeminiModel } from './gemini-models.ts'
import type { ContentFilter, Safety } from '../../../../shared/domain/generation.ts'
import { toBase64 } from '../../core/wire/image-bytes.ts'

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

/** Builds the body of `generateContent`. `role` may be left out on the Gemini API, but not on Vertex. */
export function toGeminiBody(input: AdapterInput): object {
  return {
    contents: [
      ...(input.turns ?? []).flatMap(toTurn),
      { role: 'user', parts: [{ text: toPromptText(input) }, ...imagesOf(input).map(toPart)] },
    ],
    generationConfig: toGenerationConfig(input),
    safetySettings: toSafetySettings(input.safety),
  }
}

/** In the order in which the prompt refers to them. */
function imagesOf(input: AdapterInput): InputImage[] {
  return [input.source, input.mask, ...input.references].filter((image) => image !== null)
}

/** A turn as it was: Gemini 3 rejects its own images without the signatures it gave them. */
function toTurn({ prompt, source, image, record }: InputTurn): object[] {
  const asked = [...(prompt === '' ? [] : [{ text: prompt }]), ...(source === null ? [] : [toPart(source)])]
  return [
    { role: 'user', parts: asked },
    { role: 'model', parts: readTurnRecord(record, toPart(image)) },
  ]
}

function toPart(image: InputImage): object {
  return { inlineData: { mimeType: image.mime, data: toBase64(image) } }
}

/** There is no field for a mask: it is sent as one of the images, and the text says what it is. */
function toPromptText(input: AdapterInput): string {
  const parts: string[] = []
  if (input.prompt !== '') parts.push(input.prompt)
  if (input.mask !== null) {
    parts.push(
      'The first image is the one to change. The second image is a mask of the same size: change only what is white in it. Everything that is black in it stays exactly as it is, in the same place. Answer with the whole image, not with the mask.',
    )
  }
  if (input.source !== null && input.references.length > 0) {
    parts.push('The other images are references to go by.')
  }
  return parts.join('\n\n')
}

function toGenerationConfig(input: AdapterInput): object {
  const imageConfig = toImageConfig(input)
  const thinkingLevel = input.options['thinkingLevel']
  return {
    responseModalities: ['IMAGE'],
    ...(Object.keys(imageConfig).length > 0 && { imageConfig }),
    ...(input.seed !== null && { seed: input.seed }),
    ...(thinkingLevel !== undefined && { thinkingConfig: { thinkingLevel } }),
  }
}

function toImageConfig(input: AdapterInput): object {
  const { sizes } = input.card
  // A model with a single size returns 400 if a size is named.
  const hasTiers = sizes.kind === 'ratios' && sizes.tiers.length > 1
  return {
    ...(input.aspectRatio !== null && { aspectRatio: input.aspectRatio }),
    ...(hasTiers && input.tier !== null && { imageSize: input.tier }),
  }
}

const thresholds: Readonly<Record<ContentFilter, string>> = {
  off: 'BLOCK_NONE',
  low: 'BLOCK_ONLY_HIGH',
  moderate: 'BLOCK_MEDIUM_AND_ABOVE',
  strict: 'BLOCK_LOW_AND_ABOVE',
}

function toSafetySettings(safety: Safety): object[] {
  const threshold = thresholds[safety.contentFilter]
  const others = ['HARM_CATEGORY_HARASSMENT', 'HARM_CATEGORY_HATE_SPEECH', 'HARM_CATEGORY_DANGEROUS_CONTENT']
  return [
    ...others.map((category) => ({ category, threshold })),
    {
      category: 'HARM_CATEGORY_SEXUALLY_EXPLICIT',
      threshold: safety.blockNsfw ? thresholds.strict : threshold,
    },
  ]
}
