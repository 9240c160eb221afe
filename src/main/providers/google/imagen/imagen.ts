import { z } from 'zod'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { CheckReport, ProviderAdapter, AdapterInput, RemotePicture, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { geminiApiUrl, googleApiHosts, googleModelPath } from '../shared/google-address.ts'
import { asServed, listGoogleModels, type CatalogueEntry } from '../shared/google-catalogue.ts'
import { checkVertex, signInToGoogle } from '../shared/google-sign-in.ts'
import { readGoogleFailure, readGoogleStatus } from '../shared/google-failure.ts'
import { asTakenWithKey, imagenModels, sentName, unknownImagenModel, whatFollows } from './imagen-models.ts'
import { toImagenBody, usesSeed } from './imagen-request.ts'

/** Imagen was never in `global`. */
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
  privacy:
    'Your words and the images you add go to Google, which keeps them for a limited time against abuse. With a service account they go to your own Google Cloud project.',
  models: imagenModels,
  addModelHint: 'An Imagen model of Google, for example imagen-4.0-generate-001',
  concurrency: 2,
  timing: { submitTimeoutMs: 150_000, pollEveryMs: 2_000, deadlineMs: 180_000 },
  authorise: (credential) => (credential.is === 'key' ? { 'x-goog-api-key': credential.key } : {}),
  signIn: signInToGoogle,
  check: checkImagen,
  async listModels(call) {
    // Not complete: what Google retired stays in the list, which is where it says so.
    return { models: (await listImagen(call)).map((entry) => toCard(entry, call)), isComplete: false }
  },
  async describeModel(id, call) {
    const known = imagenModels.find((card) => card.id === id)
    if (known) return known
    const entry = (await listImagen(call)).find((one) => one.id === id)
    if (entry) return toCard(entry, call)
    throw new AppError(
      'provider/unknown-model',
      `Google lists no Imagen model “${id}” for this account: it has retired Imagen. ${whatFollows}`,
    )
  },
  async submit(input, call) {
    const isVertex = call.project !== undefined
    const path = googleModelPath(call, sentName(input.card.id), 'predict', homeRegion)
    const body = { json: toImagenBody(input, isVertex) }
    const answer = await call.json({ method: 'POST', path, body, isPaid: true }, imagenResponseSchema)
    return readImagenResponse(answer, input, usesSeed(input, isVertex))
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

/** A key's own list of models is the truth; on Vertex only a question that costs nothing is put to a model of Gemini's. */
async function checkImagen(call: Call): Promise<CheckReport> {
  if (call.project !== undefined) {
    // Few regions have the model that is asked: that it is not in Imagen's would prove nothing.
    const anywhere = { ...call, project: { ...call.project, location: null } }
    return { message: `${await checkVertex(anywhere, call.project)} Google retired Imagen: it may not answer.` }
  }
  const served = await listImagen(call)
  if (served.length === 0) return { message: `The key is good, but Google serves no Imagen to it. ${whatFollows}` }
  return { message: `The key is good for ${served.map((entry) => entry.id).join(', ')}.` }
}

const predictionSchema = z.object({
  bytesBase64Encoded: z.string().optional(),
  mimeType: z.string().optional(),
  /** As the model rewrote it. */
  prompt: z.string().optional(),
  raiFilteredReason: z.string().optional(),
})
/** Google leaves `predictions` out where it withheld everything. */
export const imagenResponseSchema = z.object({ predictions: z.array(predictionSchema).default([]) })

const noWords = "Google's filter withheld the image and gave no reason."

/** Withheld pictures are left out of the list, with HTTP 200: fewer than asked for means that the rest was refused. */
export function readImagenResponse(
  answer: z.output<typeof imagenResponseSchema>,
  input: AdapterInput,
  isSeedSent: boolean,
): TaskState {
  const reasons = answer.predictions.flatMap((one) => one.raiFilteredReason ?? [])
  const shown = answer.predictions.filter((one) => one.bytesBase64Encoded !== undefined)
  if (shown.length === 0) {
    return { is: 'refused', what: 'output', words: reasons.join(' ') || noWords, isBilled: 'unknown' }
  }
  const drawn = shown.map((one): RemotePicture => ({
    base64: one.bytesBase64Encoded ?? '',
    mime: one.mimeType ?? null,
    // Of several pictures only the first is made from the seed itself; Google does not tell the others'.
    seed: isSeedSent && input.n === 1 ? input.seed : null,
    revisedPrompt: one.prompt ?? null,
  }))
  const missing = Math.max(0, input.n - drawn.length)
  const withheld = Array.from({ length: missing }, (_, index): RemotePicture => ({
    nothing: true,
    refused: reasons[index] ?? reasons[0] ?? noWords,
  }))
  return { is: 'done', pictures: [...drawn, ...withheld], costUsd: null }
}

/** A blocked prompt comes as 400 with words about responsible AI, and a model that has ended as 404. */
export function readImagenFailure(reply: FailureResponse): Fault | null {
  const message = readGoogleStatus(reply)?.message ?? ''
  if (reply.status === 400 && /responsible ai|usage guidelines|sensitive words/i.test(message)) {
    return { is: 'refused', what: 'prompt', words: message, isBilled: 'no' }
  }
  if (reply.status === 404) {
    const words = `Google retired Imagen, and this account has no such model. ${whatFollows} ${message}`.trim()
    return { is: 'error', code: 'provider/unknown-model', words }
  }
  return readGoogleFailure(reply)
}
