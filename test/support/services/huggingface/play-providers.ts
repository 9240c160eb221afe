import type { StubContext, StubResponse, StubRequest } from '../service-stub.ts'
import { findScene } from './huggingface-scenes.ts'

const taskId = 'task1234'
/** Number of polls until done. */
const looksNeeded = 3

/** Returns a provider's response to a valid submission. */
export async function begin(request: StubRequest, context: StubContext): Promise<StubResponse> {
  const [, provider = '', rest = ''] = /^\/([\w-]+)\/(.+)$/.exec(request.path) ?? []
  switch (provider) {
    case 'fal-ai': {
      const app = rest.split('/').slice(0, 2).join('/')
      const url = `https://queue.fal.run/${app}/requests/${taskId}`
      return ok({ status: 'IN_QUEUE', request_id: taskId, response_url: url, status_url: `${url}/status` })
    }
    case 'replicate':
      return { ...ok(prediction({ status: 'processing' })), status: 201 }
    case 'wavespeed': {
      const get = `https://api.wavespeed.ai/api/v3/predictions/${taskId}/result`
      return ok({ code: 200, message: 'success', data: { id: taskId, model: rest, urls: { get }, status: 'created' } })
    }
    case 'zai-org':
      return ok({ id: taskId, request_id: 'r1', model: 'glm-image', task_status: 'PROCESSING' })
    case 'hf-inference':
      return { status: 200, headers: { 'content-type': 'image/png' }, bytes: await context.image(0) }
    default: {
      const b64_json = Buffer.from(await context.image(0)).toString('base64')
      return ok({ created: 1_763_600_000, data: [{ b64_json }] })
    }
  }
}

/** Polls a task; null = unknown address. */
export function look({ path }: StubRequest, context: StubContext): StubResponse | null {
  const scene = findScene(context.scene)
  const link = `${context.origin}/delivered/${context.scene.endsWith('black-image') ? 'black-' : ''}0.png`
  switch (path.replace(/^\/fal-ai\/[^/]+\/[^/]+\//, '/fal-ai/')) {
    case `/fal-ai/requests/${taskId}/status`:
      return ok(isDone(context) ? { status: 'COMPLETED' } : { status: 'IN_QUEUE', queue_position: 1 })
    case `/fal-ai/requests/${taskId}`:
      return scene?.result ?? falResult(link, context)
    case `/replicate/v1/predictions/${taskId}`:
      return ok(
        prediction(
          isDone(context) ? { status: 'succeeded', output: [link], ...scene?.ended } : { status: 'processing' },
        ),
      )
    case `/wavespeed/api/v3/predictions/${taskId}/result`: {
      const ended = { status: 'completed', outputs: [link], has_nsfw_contents: [false], error: '', ...scene?.ended }
      const data = { id: taskId, ...(isDone(context) ? ended : { status: 'processing', outputs: [] }) }
      return ok({ code: 200, message: 'success', data })
    }
    case `/zai-org/api/paas/v4/async-result/${taskId}`: {
      const ended = { task_status: 'SUCCESS', image_result: [{ url: link }], ...scene?.ended }
      return ok({
        id: taskId,
        request_id: 'r1',
        model: 'glm-image',
        ...(isDone(context) ? ended : { task_status: 'PROCESSING' }),
      })
    }
    default:
      return null
  }
}

function ok(json: unknown): StubResponse {
  return { status: 200, json }
}

function isDone(context: StubContext): boolean {
  const polls = Number(context.memory.get('looks') ?? 0) + 1
  context.memory.set('looks', polls)
  return polls >= looksNeeded && context.scene !== 'waiting'
}

function falResult(url: string, context: StubContext): StubResponse {
  const isBlack = context.scene.endsWith('black-image')
  return ok({ images: [{ url, content_type: 'image/png' }], seed: 99, has_nsfw_concepts: [isBlack], prompt: '' })
}

function prediction(own: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { id: taskId, input: {}, output: null, error: null, logs: '', data_removed: false, ...own }
}
