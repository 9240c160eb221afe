import { z } from 'zod'
import type { TaskState } from '../../core/adapter.ts'
import { given, type Via } from './via.ts'

const taskSchema = z.looseObject({
  task_status: z.enum(['PROCESSING', 'SUCCESS', 'FAIL']),
  image_result: z.array(z.looseObject({ url: z.string() })).nullish(),
})
const begunSchema = taskSchema.extend({ id: z.string().min(1) })

/** What Hugging Face's own clients send along. */
const headers = { 'x-source-channel': 'hugging_face', 'accept-language': 'en-US,en' }
/** It works for about twenty seconds; its own clients look every five. */
const pollAfterMs = 5_000

/** Z.ai's tasks. The handle is the task's id. It takes words and a size, nothing else. */
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
      return { is: 'waiting', handle, progress: null, pollAfterMs }
    case 'FAIL':
      return { is: 'failed', words: 'Z.ai says only that it failed.', isBilled: 'unknown' }
    case 'SUCCESS': {
      const pictures = (results ?? []).map(({ url }) => ({ url }))
      if (pictures.length > 0) return { is: 'done', pictures, costUsd: null, requestId: handle }
      const words = 'Z.ai finished without an image, which is how a withheld one looks.'
      return { is: 'refused', what: 'output', words, isBilled: 'unknown' }
    }
  }
}
