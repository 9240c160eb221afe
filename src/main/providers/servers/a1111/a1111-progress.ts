import { z } from 'zod'
import { parseJson } from '../../../../shared/util/parse-json.ts'
import type { LiveUpdate } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { taskIdOf } from './a1111-request.ts'

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

/** How far our run is. SD.Next has no route for a single run: there it is how far whatever runs is. */
export async function watchRun(ticket: string, call: Call): Promise<LiveUpdate | null> {
  const own = await askForOwn(ticket, call, true)
  if (own !== null) return own.active ? toUpdate(own.progress, own.live_preview) : null
  const request = { method: 'GET', path: '/sdapi/v1/progress', query: { skip_current_image: 'false' } } as const
  const any = await call.json(request, anySchema)
  if (any.progress === 0 && any.state?.job_count === 0) return null
  return toUpdate(any.progress, any.current_image)
}

/**
 * Interrupt stops whatever runs, so it is only sent while our run is the one. A run that still waits for its turn cannot
 * be taken out, and a server that does not tell whose run it is is left alone: its run ends by itself.
 */
export async function stopA1111Run(ticket: string, call: Call): Promise<void> {
  const own = await askForOwn(ticket, call, false)
  if (own?.active !== true) return
  await call.reply({ method: 'POST', path: '/sdapi/v1/interrupt', body: { json: {} } })
}

/** null = this server has no such route. */
async function askForOwn(ticket: string, call: Call, wantsPreview: boolean) {
  const json = { id_task: taskIdOf(ticket), id_live_preview: -1, live_preview: wantsPreview }
  const request = { method: 'POST', path: '/internal/progress', body: { json }, alsoAccept: [404, 405] } as const
  const reply = await call.reply(request)
  if (reply.status !== 200) return null
  const parsed = ownSchema.safeParse(parseJson(reply.text()))
  return parsed.success ? parsed.data : null
}

function toUpdate(progress: number | null | undefined, preview: string | null | undefined): LiveUpdate {
  const fraction = progress === null || progress === undefined ? null : Math.min(1, Math.max(0, progress))
  if (preview === null || preview === undefined || preview === '') return { progress: fraction }
  const mime = /^data:([^;,]+)/.exec(preview)?.[1] ?? 'image/png'
  const bytes = Uint8Array.from(Buffer.from(preview.replace(/^data:[^,]*,/, ''), 'base64'))
  return { progress: fraction, preview: { bytes, mime } }
}
