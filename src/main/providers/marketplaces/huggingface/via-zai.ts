import { z } from 'zod'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { TaskState } from '../../core/adapter.ts'
import { given, type Via } from './via.ts'

const taskSchema = z.looseObject({
  task_status: z.enum(['PROCESSING', 'SUCCESS', 'FAIL']),
  image_result: z.array(z.looseObject({ url: z.string() })).nullish(),
})
const begunSchema = taskSchema.extend({ id: z.string().min(1) })

/** Sent by Hugging Face's own clients. */
const headers = { 'x-source-channel': 'hugging_face', 'accept-language': 'en-US,en' }
/** It takes about twenty seconds; Hugging Face's own clients poll every five. */
const pollAfterMs = 5_000

/** Z.ai's tasks. The handle is the task's id. It takes only a prompt and a size. */
export const viaZai: Via = {
  async submit({ providerId: model }, { prompt, size }, call) {
    const path = '/zai-org/api/paas/v4/async/images/generations'
    const json = given({ model, prompt, size: size && `${size.widthPx}x${size.heightPx}` })
    const task = await call.json({ method: 'POST', path, headers, body: { json }, isPaid: true }, begunSchema)
    return toState(task, task.id)
  },
  async poll(handle, call) {
    const path = `/zai-org/api/paas/v4/async-result/${encodeURIComponent(handle)}`
    return toState(await call.json({ method: 'GET', path, headers }, taskSchema), handle)
  },
}

function toState(
  { task_status: status, image_result: results }: z.output<typeof taskSchema>,
  handle: string,
): TaskState {
  switch (status) {
    case 'PROCESSING':
      return { type: 'waiting', handle, progress: null, pollAfterMs }
    case 'FAIL':
      return { type: 'failed', message: responses.failedWithoutMessage, isBilled: 'unknown' }
    case 'SUCCESS': {
      const images = (results ?? []).map(({ url }) => ({ url }))
      if (images.length > 0) return { type: 'done', images, costUsd: null, requestId: handle }
      return { type: 'refused', what: 'output', message: responses.probablyWithheld, isBilled: 'unknown' }
    }
  }
}
