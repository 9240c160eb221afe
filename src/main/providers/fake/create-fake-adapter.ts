import { AppError } from '../../../shared/errors/index.ts'
import type { ErrorCode, ErrorData } from '../../../shared/errors/index.ts'
import type { AdapterInput, ProviderAdapter, TaskState, LiveUpdate, RemoteImage } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { drawResults } from './draw-results.ts'
import { fake } from './fake.ts'
import { scriptedModels } from './fake-models.ts'

/**
 * One step of a fake service's script. An `update` is emitted immediately, and the next step is played in the same
 * call; every other step is the outcome of that call.
 */
type FakeStep =
  | ({ readonly type: 'update' } & Partial<LiveUpdate>)
  /** The task continues; the next poll plays the next step. */
  | {
      readonly type: 'waiting'
      readonly progress?: number | null
      readonly note?: string
      readonly pollAfterMs?: number
    }
  /** Without `images`: as many as requested, drawn from the prompt and the seed. */
  | {
      readonly type: 'done'
      readonly images?: readonly RemoteImage[]
      readonly costUsd?: number | null
      readonly usage?: Readonly<Record<string, number>>
      readonly requestId?: string | null
    }
  | Exclude<TaskState, { readonly type: 'waiting' | 'done' }>
  | {
      readonly type: 'error'
      readonly code: ErrorCode
      readonly message: string
      readonly detail?: NonNullable<ErrorData['detail']>
    }

/** The steps played by one submission and the polls after it. */
type FakeScript = readonly FakeStep[]

/** A service that follows a script. It records its inputs, and shares no state with other instances. */
export interface FakeAdapter extends ProviderAdapter {
  readonly inputs: readonly AdapterInput[]
  /** Handles and tickets it was asked to cancel. */
  readonly cancelled: readonly string[]
}

/**
 * @param scripts one per submission, in order; a submission beyond the last fails
 * @param overrides for a test: a kind, an id, cards, a timing
 */
export function createFakeAdapter(
  scripts: readonly FakeScript[],
  overrides: Partial<ProviderAdapter> = {},
): FakeAdapter {
  const inputs: AdapterInput[] = []
  const cancelled: string[] = []

  async function play(run: number, from: number, call: Call): Promise<TaskState> {
    for (const [offset, step] of (scripts[run] ?? []).slice(from).entries()) {
      if (step.type !== 'update') return toState(step, `fake:${run}:${from + offset + 1}`, inputs[run]!, call)
      emitUpdate(step, call)
    }
    throw new AppError('internal/bug', `The script of the fake's submission ${run + 1} ends before step ${from + 1}.`)
  }

  return {
    ...fake,
    models: scriptedModels,
    ...overrides,
    inputs,
    cancelled,
    submit: async (input, call) => {
      const run = inputs.push(input) - 1
      return play(run, 0, call)
    },
    poll: async (handle, call) => {
      const [, run, at] = handle.split(':').map(Number)
      return play(run ?? -1, at ?? 0, call)
    },
    cancel: async (handle) => {
      cancelled.push(handle)
    },
  }
}

function emitUpdate(update: Extract<FakeStep, { type: 'update' }>, call: Call): void {
  if (update.progress !== undefined && update.progress !== null) call.progress(update.progress)
  if (update.preview) call.preview(update.preview.bytes, update.preview.mime)
}

async function toState(
  step: Exclude<FakeStep, { type: 'update' }>,
  handle: string,
  input: AdapterInput,
  call: Call,
): Promise<TaskState> {
  switch (step.type) {
    case 'waiting':
      return { progress: null, ...step, handle }
    case 'done':
      return { costUsd: null, ...step, images: step.images ?? (await drawResults(input, call)) }
    case 'error':
      throw new AppError(step.code, step.message, step.detail === undefined ? {} : { detail: step.detail })
    default:
      return step
  }
}
