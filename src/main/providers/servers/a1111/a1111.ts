import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import { parseJson } from '../../../../shared/util/parse-json.ts'
import type { Credential, ProviderAdapter, LiveUpdate } from '../../core/adapter.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import type { Call } from '../../core/call.ts'
import { a1111ResponseSchema, readA1111Response } from './a1111-response.ts'
import { listA1111Models, listA1111Checkpoints, nameServer, requireCheckpoint } from './a1111-catalogue.ts'
import { a1111Models, loadedCheckpoint } from './a1111-models.ts'
import { toA1111Request, taskIdOf } from './a1111-request.ts'

const minuteMs = 60_000

/** AUTOMATIC1111, Forge and SD.Next, which share the same API. */
export const a1111: ProviderAdapter = {
  id: 'a1111',
  label: providerLabels.a1111,
  kind: 'local',
  baseUrl: 'http://127.0.0.1:7860',
  // A second instance uses the next port.
  usualPorts: [7860, 7861],
  apiHosts: [],
  deliveryHosts: [],
  credential: { need: 'optional', form: 'login', pageUrl: null },
  privacy: messages.a1111Privacy,
  models: a1111Models,
  blackImageAdvice: messages.a1111BlackImageAdvice,
  addModelHint: null,
  // It draws one at a time anyway; calls waiting here can still be canceled.
  concurrency: 1,
  // The response arrives when the image is done, and loading a model alone may take minutes.
  timing: { submitTimeoutMs: 45 * minuteMs, pollEveryMs: 1_000, deadlineMs: 60 * minuteMs },
  authorise: toLoginHeader,
  async check(call) {
    const checkpoints = await listA1111Checkpoints(call)
    return { message: messages.checkpointsFound({ server: await nameServer(call), count: checkpoints.length }) }
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
  if (credential.type !== 'login') return {}
  const login = Buffer.from(`${credential.user}:${credential.password}`).toString('base64')
  return { authorization: `Basic ${login}` }
}

const bodySchema = z.object({
  error: z.string().optional(),
  detail: z
    .union([z.string(), z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }))])
    .optional(),
  errors: z.string().optional(),
})

/** A1111 and Forge are built with FastAPI, SD.Next is not; all three put the message in different places. */
export function readA1111Failure(response: FailureResponse): Fault | null {
  const parsed = bodySchema.safeParse(response.json)
  const message = parsed.success ? messageOf(parsed.data) : ''
  switch (response.status) {
    case 401:
      return { type: 'error', code: 'credential/rejected', message }
    case 404:
      return readNotFound(message)
    case 400:
    case 422:
      return { type: 'error', code: 'provider/invalid-request', message }
    case 500:
      return { type: 'error', code: 'provider/task-failed', message: withRemedy(message), isBilled: 'no' }
    default:
      // From a proxy: nothing here costs money, whatever happened.
      return response.status > 500
        ? { type: 'error', code: 'provider/unavailable', message: message || response.text, isBilled: 'no' }
        : null
  }
}

function readNotFound(message: string): Fault {
  // "Init image not found" is reported as 404, too.
  if (message !== '' && message !== 'Not Found') return { type: 'error', code: 'provider/invalid-request', message }
  // Also if the API is switched off.
  return { type: 'error', code: 'provider/wrong-address', message: messages.startWithApi }
}

function messageOf({ errors, detail, error }: z.output<typeof bodySchema>): string {
  if (errors) return errors
  if (typeof detail === 'string' && detail !== '') return detail
  if (Array.isArray(detail)) return detail.map((one) => `${one.loc.slice(1).join('.')}: ${one.msg}`).join('; ')
  return error ?? ''
}

function withRemedy(message: string): string {
  if (!/out of memory|OutOfMemory/i.test(message)) return message
  return messages.a1111OutOfMemory({ message: message.split('\n')[0] ?? message })
}

const ownSchema = z.object({
  active: z.boolean(),
  queued: z.boolean(),
  progress: z.number().nullish(),
  /** A `data:` URI. */
  live_preview: z.string().nullish(),
})
const anySchema = z.object({
  progress: z.number(),
  state: z.object({ job_count: z.number().default(0) }).optional(),
  current_image: z.string().nullish(),
})

/**
 * Returns the progress of our run. SD.Next has no route for a single run: there it is the progress of whatever runs.
 */
async function watchRun(ticket: string, call: Call): Promise<LiveUpdate | null> {
  const run = await findOwnRun(ticket, call, true)
  if (run !== null) return run.active ? toUpdate(run.progress, run.live_preview) : null
  const request = { method: 'GET', path: '/sdapi/v1/progress', query: { skip_current_image: 'false' } } as const
  const any = await call.json(request, anySchema)
  if (any.progress === 0 && any.state?.job_count === 0) return null
  return toUpdate(any.progress, any.current_image)
}

/**
 * Interrupt stops whatever runs, so it is only sent while our run is active. A queued run cannot be removed, and a
 * server that does not say whose run is active is left alone: our run ends by itself.
 */
async function stopA1111Run(ticket: string, call: Call): Promise<void> {
  const run = await findOwnRun(ticket, call, false)
  if (run?.active !== true) return
  await call.response({ method: 'POST', path: '/sdapi/v1/interrupt', body: { json: {} } })
}

/** null = this server has no such route. */
async function findOwnRun(ticket: string, call: Call, wantsPreview: boolean) {
  const json = { id_task: taskIdOf(ticket), id_live_preview: -1, live_preview: wantsPreview }
  const request = { method: 'POST', path: '/internal/progress', body: { json }, alsoAccept: [404, 405] } as const
  const response = await call.response(request)
  if (response.status !== 200) return null
  const parsed = ownSchema.safeParse(parseJson(response.text()))
  return parsed.success ? parsed.data : null
}

function toUpdate(progress: number | null | undefined, preview: string | null | undefined): LiveUpdate {
  const fraction = progress === null || progress === undefined ? null : Math.min(1, Math.max(0, progress))
  if (preview === null || preview === undefined || preview === '') return { progress: fraction }
  const mime = /^data:([^;,]+)/.exec(preview)?.[1] ?? 'image/png'
  const bytes = Uint8Array.from(Buffer.from(preview.replace(/^data:[^,]*,/, ''), 'base64'))
  return { progress: fraction, preview: { bytes, mime } }
}
