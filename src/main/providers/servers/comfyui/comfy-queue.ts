import { z } from 'zod'
import type { TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { findEntry, readEntry } from './comfy-history.ts'

/** `[number, prompt id, …]`; the smallest number is next. */
const itemSchema = z.tuple([z.number(), z.string()]).rest(z.unknown())
const queueSchema = z.object({ queue_running: z.array(itemSchema), queue_pending: z.array(itemSchema) })

export async function lookAtRun(promptId: string, call: Call): Promise<TaskState> {
  const entry = await findEntry(promptId, call)
  if (entry !== null) return readEntry(entry, call)
  const queue = await readQueue(call)
  if (queue.queue_running.some(([, id]) => id === promptId)) return { is: 'waiting', handle: promptId, progress: null }
  const pending = queue.queue_pending.find(([, id]) => id === promptId)
  if (pending) {
    const before = queue.queue_pending.filter(([number]) => number < pending[0]).length + queue.queue_running.length
    return { is: 'waiting', handle: promptId, progress: 0, note: before === 1 ? '1 before it' : `${before} before it` }
  }
  // A run leaves the queue and enters the history in one step: in neither means it ended between the two looks, or is lost.
  const late = await findEntry(promptId, call)
  if (late !== null) return readEntry(late, call)
  return {
    is: 'expired',
    words: 'ComfyUI does not know this run any more: it was taken out of the queue, or ComfyUI was started anew.',
  }
}

/**
 * Takes our run out of the queue, or stops it where it is the one that runs. Builds before 2025-09 stop whatever runs,
 * whatever they are told, so they are told only while ours does.
 */
export async function stopComfyRun(promptId: string, call: Call): Promise<void> {
  await call.reply({ method: 'POST', path: '/queue', body: { json: { delete: [promptId] } } })
  const queue = await readQueue(call)
  if (!queue.queue_running.some(([, id]) => id === promptId)) return
  await call.reply({ method: 'POST', path: '/interrupt', body: { json: { prompt_id: promptId } } })
}

function readQueue(call: Call): Promise<z.output<typeof queueSchema>> {
  return call.json({ method: 'GET', path: '/queue' }, queueSchema)
}
