import { z } from 'zod'

/** State kept for a task between two polls. Plain text: the addresses to poll, and how to read the response. */
const taskSchema = z.object({
  id: z.string(),
  status: z.string(),
  result: z.string(),
  cancel: z.string(),
  /** Number of images requested. */
  n: z.int(),
  isUnchecked: z.boolean(),
  isRewritten: z.boolean(),
})
export type FalTask = z.output<typeof taskSchema>

export const queuedSchema = z.looseObject({
  request_id: z.string().min(1),
  status_url: z.string().nullish(),
  response_url: z.string().nullish(),
  cancel_url: z.string().nullish(),
  queue_position: z.number().nullish(),
})
type Queued = z.output<typeof queuedSchema>

/**
 * `isOwnBaseUrl`: responses come from the server the user configured, and so may the addresses in them; whether the key
 * may be sent there is decided when requests are sent.
 */
export function toTask(
  endpoint: string,
  queued: Queued,
  body: Readonly<Record<string, unknown>>,
  isOwnBaseUrl: boolean,
): FalTask {
  const own = `${requestsPath(endpoint)}/${encodeURIComponent(queued.request_id)}`
  const known = (url: string | null | undefined, path: string) =>
    typeof url === 'string' && (isOwnBaseUrl || isAtFal(url)) ? url : path
  return {
    id: queued.request_id,
    status: known(queued.status_url, `${own}/status`),
    result: known(queued.response_url, own),
    cancel: known(queued.cancel_url, `${own}/cancel`),
    n: typeof body['num_images'] === 'number' ? body['num_images'] : 1,
    isUnchecked: body['enable_safety_checker'] === false,
    isRewritten: ['enhance_prompt', 'enable_prompt_expansion', 'expand_prompt'].some((name) => body[name] === true),
  }
}

export function writeTask(task: FalTask): string {
  return JSON.stringify(task)
}

/** null = not a task of the queue: a submission that has not responded yet has none. */
export function readTask(handle: string): FalTask | null {
  if (!handle.startsWith('{')) return null
  return taskSchema.parse(JSON.parse(handle))
}

function isAtFal(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'https:' && /(^|\.)fal\.run$/.test(parsed.hostname)
}

/**
 * Returns the path of an app's requests: the first two segments of the endpoint, three below `workflows` and `comfy`;
 * the rest is dropped.
 */
function requestsPath(endpoint: string): string {
  const segments = endpoint.split('/')
  const kept = /^(workflows|comfy)$/.test(segments[0] ?? '') ? 3 : 2
  return `/${segments.slice(0, kept).map(encodeURIComponent).join('/')}/requests`
}
