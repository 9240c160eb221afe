import { AppError } from '../../../shared/errors/index.ts'
import type { ErrorCode, ErrorData } from '../../../shared/errors/index.ts'
import type { AdapterInput, ProviderAdapter, TaskState, LiveUpdate, RemotePicture } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { drawResults } from './draw-results.ts'
import { fake } from './fake.ts'
import { scriptedModels } from './fake-models.ts'

/**
 * One line of a fake service's script. `update` is told at once, and the next step is played in the same call; every
 * other step is what that call comes to.
 */
type FakeStep =
  | ({ readonly is: 'update' } & Partial<LiveUpdate>)
  /** The task goes on; the next look plays the next step. */
  | {
      readonly is: 'waiting'
      readonly progress?: number | null
      readonly note?: string
      readonly pollAfterMs?: number
    }
  /** Without `pictures`: as many as were asked for, drawn from the prompt and the seed. */
  | {
      readonly is: 'done'
      readonly pictures?: readonly RemotePicture[]
      readonly costUsd?: number | null
      readonly usage?: Readonly<Record<string, number>>
      readonly requestId?: string | null
    }
  | Exclude<TaskState, { readonly is: 'waiting' | 'done' }>
  | {
      readonly is: 'error'
      readonly code: ErrorCode
      readonly message: string
      readonly detail?: NonNullable<ErrorData['detail']>
    }

/** What one submission and the looks after it play. */
type FakeScript = readonly FakeStep[]

/** A service that does what a script says. It keeps what it was asked, and knows nothing of other instances. */
export interface FakeAdapter extends ProviderAdapter {
  readonly inputs: readonly AdapterInput[]
  /** Handles and tickets it was asked to stop. */
  readonly cancelled: readonly string[]
}

/**
 * @param scripts one for each submission, in order; a submission beyond the last fails
 * @param own whatever a test wants otherwise: a kind, an id, cards, a timing
 */
export function createFakeAdapter(scripts: readonly FakeScript[], own: Partial<ProviderAdapter> = {}): FakeAdapter {
  const inputs: AdapterInput[] = []
  const cancelled: string[] = []

  async function play(run: number, from: number, call: Call): Promise<TaskState> {
    for (const [offset, step] of (scripts[run] ?? []).slice(from).entries()) {
      if (step.is !== 'update') return toState(step, `fake:${run}:${from + offset + 1}`, inputs[run]!, call)
      tell(step, call)
    }
    throw new AppError('internal/bug', `The script of the fake's submission ${run + 1} ends before step ${from + 1}.`)
  }

  return {
    ...fake,
    models: scriptedModels,
    ...own,
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

function tell(update: Extract<FakeStep, { is: 'update' }>, call: Call): void {
  if (update.progress !== undefined && update.progress !== null) call.progress(update.progress)
  if (update.preview) call.preview(update.preview.bytes, update.preview.mime)
}

async function toState(
  step: Exclude<FakeStep, { is: 'update' }>,
  handle: string,
  input: AdapterInput,
  call: Call,
): Promise<TaskState> {
  switch (step.is) {
    case 'waiting':
      return { progress: null, ...step, handle }
    case 'done':
      return { costUsd: null, ...step, pictures: step.pictures ?? (await drawResults(input, call)) }
    case 'error':
      throw new AppError(step.code, step.message, step.detail === undefined ? {} : { detail: step.detail })
    default:
      return step
  }
}
