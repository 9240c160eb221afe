import * as fc from 'fast-check'
import type { ModelRef } from '../../src/shared/domain/provider.ts'
import type { AdapterInput, TaskState } from '../../src/main/providers/core/adapter.ts'
import { AppError } from '../../src/shared/errors/index.ts'

/** How the service responds to the next request it receives. */
export type WireAnswer =
  | 'done'
  | 'pixels'
  | 'task'
  | 'secret-task'
  | 'refused'
  | 'failed'
  | 'lost-answer'
  | 'limited'
  | 'not-ready'
  | 'unreachable'

export const priceUsd = 0.05

/** State of the service: it outlives every restart of the program. */
export interface Wire {
  responses: WireAnswer[]
  /** By prompt: number of submissions, and so of possible charges. */
  readonly begun: Map<string, number>
  /** Polls until a task is done, with its request's prompt. */
  readonly tasks: Map<string, { looksLeft: number; readonly message: string }>
  looksNeeded: number
  /** Tasks end without an image, unbilled. */
  tasksFail?: boolean
  /** What prevents the next sessions with the service. */
  openFaults?: AppError[]
  /** How often the next calls cannot be begun on disk. */
  beginFaults?: number
  /** Models that are tried next. */
  fallbacks?: readonly ModelRef[]
  cancelled: string[]
}

const fail = (code: AppError['code'], isBilled: string, detail = {}) =>
  new AppError(code, `It said ${code}.`, { detail: { isBilled, ...detail } })

export function answerOf(wire: Wire, { prompt, seed, n }: AdapterInput): TaskState {
  const message = `${prompt} ${seed}`
  const answer = wire.responses.shift() ?? 'task'
  switch (answer) {
    case 'unreachable':
      throw fail('network/offline', 'no')
    case 'limited':
      throw fail('provider/rate-limited', 'no', { afterMs: 3_000 })
    case 'not-ready':
      return { type: 'not-ready', afterMs: 4_000, note: 'starting' }
    case 'failed':
      return { type: 'failed', message: 'Out of paint', isBilled: 'no' }
    case 'refused':
      return { type: 'refused', what: 'prompt', message: 'No.', isBilled: 'no' }
    default:
  }
  wire.begun.set(message, (wire.begun.get(message) ?? 0) + 1)
  if (answer === 'lost-answer') throw fail('network/interrupted', 'unknown')
  if (answer === 'done') return doneOf(n)
  if (answer === 'pixels') return pixelsOf(n)
  const handle = `${answer} ${message} ${n}`
  wire.tasks.set(handle, { looksLeft: wire.looksNeeded, message })
  return { type: 'waiting', handle, progress: null, ...(answer === 'secret-task' && { shownHandle: 'task [hidden]' }) }
}

export function lookAt(wire: Wire, handle: string): TaskState {
  const task = wire.tasks.get(handle)
  if (task === undefined) return { type: 'expired', message: 'Never heard of it.' }
  if (task.looksLeft-- > 0) return { type: 'waiting', handle, progress: 0.5 }
  if (wire.tasksFail) return { type: 'failed', message: 'Out of paint', isBilled: 'no' }
  return doneOf(Number(handle.split(' ').at(-1)))
}

function doneOf(n: number): TaskState {
  const images = Array.from({ length: n }, (_, index) => ({ url: `https://openai.example/${index}` }))
  return { type: 'done', images, costUsd: priceUsd * n, usage: { images: n }, requestId: 'req-1' }
}

/** The pixels come with the response. */
function pixelsOf(n: number): TaskState {
  const images = Array.from({ length: n }, () => ({ base64: 'iVBORw==' }))
  return { type: 'done', images, costUsd: priceUsd * n, usage: {}, requestId: 'req-2' }
}

/** For tests of any order of answers; polling is the most usual. */
export const anyAnswer = fc.constantFrom<WireAnswer>(
  'done',
  'task',
  'task',
  'failed',
  'lost-answer',
  'limited',
  'unreachable',
)
