import { z } from 'zod'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import type { CheckReport, ProviderAdapter, AdapterInput, RemoteImage, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { geminiApiUrl, googleApiHosts, googleModelPath } from '../shared/google-address.ts'
import { asServed, listGoogleModels, type CatalogueEntry } from '../shared/google-catalogue.ts'
import { checkVertex, signInToGoogle } from '../shared/google-sign-in.ts'
import { readGoogleFailure, readGoogleStatus } from '../shared/google-failure.ts'
import { asTakenWithKey, imagenModels, sentName, unknownImagenModel } from './imagen-models.ts'
import { toImagenBody, usesSeed } from './imagen-request.ts'
import { ifItFits } from '../../core/wire/if-it-fits.ts'

const { useInstead } = messages

/** Imagen was never available in `global`. */
const homeRegion = 'us-central1'

export const imagen: ProviderAdapter = {
  id: 'imagen',
  label: providerLabels.imagen,
  kind: 'cloud',
  baseUrl: geminiApiUrl,
  apiHosts: googleApiHosts,
  deliveryHosts: [],
  credential: { need: 'required', form: 'key', pageUrl: 'https://aistudio.google.com/apikey' },
  pages: {
    docs: 'https://ai.google.dev/gemini-api/docs/imagen',
    prices: 'https://ai.google.dev/gemini-api/docs/pricing',
  },
  privacy: messages.imagenPrivacy,
  models: imagenModels,
  addModelHint: messages.imagenModelId,
  concurrency: 2,
  timing: { submitTimeoutMs: 150_000, pollEveryMs: 2_000, deadlineMs: 180_000 },
  authorise: (credential) => (credential.type === 'key' ? { 'x-goog-api-key': credential.key } : {}),
  signIn: signInToGoogle,
  check: checkImagen,
  async listModels(call) {
    const listed = await listImagen(call)
    const aliases = imagenModels.flatMap(({ id, aliasOf }) => {
      const entry = listed.find((each) => each.id === aliasOf)
      return entry ? [{ ...entry, id }] : []
    })
    // UNCONFIRMED whether Vertex lists every model it serves.
    return {
      models: [...listed, ...aliases].map((entry) => toCard(entry, call)),
      isComplete: call.project === undefined,
    }
  },
  async describeModel(id, call) {
    const known = imagenModels.find((card) => card.id === id)
    if (known) return known
    const entry = (await listImagen(call)).find((one) => one.id === id)
    if (entry) return toCard(entry, call)
    throw new AppError('provider/unknown-model', messages.imagenNotListed({ id, useInstead }))
  },
  async submit(input, call) {
    const isVertex = call.project !== undefined
    const path = googleModelPath(call, sentName(input.card.id), 'predict', homeRegion)
    const body = { json: toImagenBody(input, isVertex) }
    const response = await call.json({ method: 'POST', path, body, isPaid: true }, imagenResponseSchema)
    return readImagenResponse(response, input, usesSeed(input, isVertex))
  },
  readFailure: readImagenFailure,
}

async function listImagen(call: Call): Promise<CatalogueEntry[]> {
  const listed = await listGoogleModels(call, 'predict', homeRegion)
  return listed.filter((entry) => /^(imagen-|imagegeneration)/.test(entry.id))
}

function toCard(entry: CatalogueEntry, { project }: Call): ModelCard {
  const known = imagenModels.find((card) => card.id === entry.id)
  const card = known ? asServed(known) : unknownImagenModel(entry.id, entry.label)
  return project === undefined ? asTakenWithKey(card) : card
}

/** With a key, its list of models is checked; on Vertex, a free request to a Gemini model. */
async function checkImagen(call: Call): Promise<CheckReport> {
  if (call.project !== undefined) {
    // Few regions have that model: its absence from Imagen's region would prove nothing.
    const anywhere = { ...call, project: { ...call.project, location: null } }
    return { message: messages.vertexProjectImagen({ vertex: await checkVertex(anywhere, call.project) }) }
  }
  const served = await listImagen(call)
  if (served.length === 0) return { message: messages.keyWithoutImagen({ useInstead }) }
  return { message: messages.keyAcceptedFor({ models: served.map((entry) => entry.id).join(', ') }) }
}

const predictionSchema = z.object({
  bytesBase64Encoded: ifItFits(z.string().min(1)),
  mimeType: ifItFits(z.string()),
  /** As rewritten by the model. */
  prompt: ifItFits(z.string()),
  raiFilteredReason: ifItFits(z.string()),
})
/** Google leaves out `predictions` if it withheld everything. */
export const imagenResponseSchema = z.object({ predictions: z.array(predictionSchema.catch({})).nullish() })

/**
 * Reads the images. Withheld ones are missing from the list, with HTTP 200: fewer than requested means that the rest
 * was refused.
 */
export function readImagenResponse(
  response: z.output<typeof imagenResponseSchema>,
  input: AdapterInput,
  isSeedSent: boolean,
): TaskState {
  const predictions = response.predictions ?? []
  const reasons = predictions.flatMap((one) => one.raiFilteredReason ?? [])
  const shown = predictions.filter((one) => one.bytesBase64Encoded)
  if (shown.length === 0) {
    return {
      type: 'refused',
      what: 'output',
      message: reasons.join(' ') || messages.withheldWithoutReason,
      isBilled: 'unknown',
    }
  }
  const delivered = shown.map((prediction): RemoteImage => ({
    base64: prediction.bytesBase64Encoded ?? '',
    mime: prediction.mimeType ?? null,
    // Of several images only the first uses the seed itself; Google does not report the others.
    seed: isSeedSent && input.n === 1 ? input.seed : null,
    revisedPrompt: prediction.prompt ?? null,
  }))
  const missing = Math.max(0, input.n - delivered.length)
  const withheld = Array.from({ length: missing }, (_, index): RemoteImage => ({
    nothing: true,
    refused: reasons[index] ?? reasons[0] ?? messages.withheldWithoutReason,
  }))
  return { type: 'done', images: [...delivered, ...withheld], costUsd: null }
}

/** A blocked prompt is reported as 400 with a text about responsible AI. */
export function readImagenFailure(response: FailureResponse): Fault | null {
  const message = readGoogleStatus(response)?.message ?? ''
  if (response.status === 400 && /responsible ai|usage guidelines|sensitive words/i.test(message)) {
    return { type: 'refused', what: 'prompt', message: message, isBilled: 'no' }
  }
  const fault = readGoogleFailure(response)
  if (fault?.type !== 'error' || fault.code !== 'provider/unknown-model') return fault
  return { ...fault, message: joinSentences(messages.imagenNotFound({ useInstead }), message) }
}
