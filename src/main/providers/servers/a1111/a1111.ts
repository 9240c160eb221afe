import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import type { Credential, ProviderAdapter } from '../../core/adapter.ts'
import { a1111ResponseSchema, readA1111Response } from './a1111-response.ts'
import { listA1111Models, listA1111Checkpoints, nameServer, requireCheckpoint } from './a1111-catalogue.ts'
import { readA1111Failure } from './a1111-failure.ts'
import { a1111Models, loadedCheckpoint } from './a1111-models.ts'
import { stopA1111Run, watchRun } from './a1111-progress.ts'
import { toA1111Request } from './a1111-request.ts'

const minuteMs = 60_000

/** AUTOMATIC1111, Forge and SD.Next, which speak the same API. */
export const a1111: ProviderAdapter = {
  id: 'a1111',
  label: providerLabels.a1111,
  kind: 'local',
  baseUrl: 'http://127.0.0.1:7860',
  // A second one takes the next.
  usualPorts: [7860, 7861],
  apiHosts: [],
  deliveryHosts: [],
  credential: { need: 'optional', form: 'login', pageUrl: null },
  privacy: 'Everything stays on the computer that runs the server: this one, unless you set another address.',
  models: a1111Models,
  blackImageAdvice:
    'Start the server with --no-half-vae, use a VAE that belongs to the model and is fixed for fp16, and check that no extension censors images.',
  addModelHint: null,
  // It draws one after the other anyway; what waits here can still be canceled.
  concurrency: 1,
  // The answer comes when the picture is done, and loading a model alone may take minutes.
  timing: { submitTimeoutMs: 45 * minuteMs, pollEveryMs: 1_000, deadlineMs: 60 * minuteMs },
  authorise: toLoginHeader,
  async check(call) {
    const checkpoints = await listA1111Checkpoints(call)
    const counted = checkpoints.length === 1 ? '1 checkpoint' : `${checkpoints.length} checkpoints`
    return { message: `${await nameServer(call)}, ${counted}` }
  },
  async listModels(call) {
    return { models: await listA1111Models(call), isComplete: true }
  },
  async submit(input, call) {
    const isLoaded = input.card.id === loadedCheckpoint
    const checkpoint = isLoaded ? null : await requireCheckpoint(input.card.id, call)
    const { path, json } = toA1111Request(input, checkpoint)
    const request = { method: 'POST', path, body: { json }, isPaid: true } as const
    return readA1111Response(await call.json(request, a1111ResponseSchema), checkpoint)
  },
  watch: watchRun,
  cancel: stopA1111Run,
  readFailure: readA1111Failure,
}

function toLoginHeader(credential: Credential): Record<string, string> {
  if (credential.is !== 'login') return {}
  const login = Buffer.from(`${credential.user}:${credential.password}`).toString('base64')
  return { authorization: `Basic ${login}` }
}
