import { randomUUID } from 'node:crypto'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import type { ProviderManager, ProviderSession } from '../../providers/provider-manager.ts'
import type { Sleep } from '../sleep.ts'
import { untilAborted } from '../until-aborted.ts'
import { failed, type CallDesk } from './call-desk.ts'
import { billedOf, mayFallBack, taskExpired, taskFailed } from './call-errors.ts'
import { createCallLedger, type CallLedger } from './call-ledger.ts'
import { deliverPictures, type DeliveryNeeds } from './deliver-pictures.ts'
import type { GenerationCall } from './generation-call.ts'
import type { GenerationPlanner } from './generation-planner.ts'
import { loadInputPictures, type InputPicturesNeeds } from './input-pictures.ts'
import { runRemoteTask, type TaskEnd } from './remote-task.ts'

export interface GenerationRunnerNeeds extends DeliveryNeeds {
  readonly imaging: DeliveryNeeds['imaging'] & InputPicturesNeeds['imaging']
  readonly library: DeliveryNeeds['library'] & InputPicturesNeeds['library']
  readonly providers: () => Promise<Pick<ProviderManager, 'open'>>
  readonly planner: Pick<GenerationPlanner, 'reroute'>
  readonly sleep: Sleep
}

/** Runs a call to the end of its jobs. Returns the calls that are to be made instead, where a service failed. */
export type GenerationRunner = (call: GenerationCall, desk: CallDesk) => Promise<readonly GenerationCall[]>

/** One call on its way through one service. */
interface Attempt extends GenerationRunnerNeeds {
  readonly call: GenerationCall
  readonly desk: CallDesk
  readonly ledger: CallLedger
  readonly ticket: string
  readonly startedAtMs: number
}

export function createGenerationRunner(needs: GenerationRunnerNeeds): GenerationRunner {
  return async (call, desk) => {
    const ledger = createCallLedger(isFree(call), call.jobs[0]?.snapshot().wasSent ?? false)
    const startedAtMs = call.startedAtMs ?? needs.clock.nowMs()
    const attempt = { ...needs, call, desk, ledger, ticket: randomUUID(), startedAtMs }
    let session: ProviderSession | null = null
    desk.update({ state: 'running', phase: 'preparing' }, true)
    try {
      // A locked keychain may keep it waiting for long.
      session = await untilAborted(openSession(attempt), call.signal)
      const end = await ask(session, attempt)
      ledger.noteEnded()
      await settle(end, session, attempt)
      return []
    } catch (thrown) {
      const isCancelled = call.signal.aborted || toErrorData(thrown).code === 'request/cancelled'
      if (!isCancelled) return fail(thrown, attempt)
      await cancel(session, attempt)
      return []
    }
  }
}

async function openSession({ call, desk, ledger, providers }: Attempt): Promise<ProviderSession> {
  const manager = await providers()
  const { signal, key } = call
  return manager.open(call.request.provider, {
    signal,
    key,
    onUpdate: (update) => desk.show(update),
    onSending() {
      if (signal.aborted) throw AppError.cancelled()
      ledger.noteSent()
      desk.update({ wasSent: true, isBilled: ledger.isBilled() })
    },
  })
}

async function ask(session: ProviderSession, attempt: Attempt): Promise<TaskEnd> {
  const { call, ticket } = attempt
  const pictures = await loadInputPictures(call, attempt)
  const close = await session.listen(ticket)
  try {
    const input = { ...call.planned, ...pictures, ticket, wantsPreviews: true }
    return await runRemoteTask(input, { ...attempt, session, signal: call.signal })
  } finally {
    close()
  }
}

async function settle(end: TaskEnd, session: ProviderSession, attempt: Attempt): Promise<void> {
  const { call, desk, ledger } = attempt
  const { adapter } = session
  switch (end.is) {
    case 'done':
      return deliverPictures(end, { ...attempt, session }, attempt)
    case 'refused': {
      const isBilled = isFree(call) ? 'no' : end.isBilled
      return desk.endAll({ state: 'refused', refusal: { what: end.what, words: end.words }, isBilled })
    }
    case 'failed':
      throw taskFailed(adapter, end.words, end.isBilled)
    case 'expired':
      throw taskExpired(adapter, end.words, 'unknown')
    case 'cancelled':
      return desk.endAll({ state: 'cancelled', isBilled: ledger.isBilled() })
  }
}

/** Ends the jobs at once; the service is asked to stop after that, which may take a while. */
async function cancel(session: ProviderSession | null, attempt: Attempt): Promise<void> {
  const { desk, ledger, ticket, call, logger } = attempt
  await desk.endAll({ state: 'cancelled', wasSent: ledger.wasSent(), isBilled: ledger.isBilled() })
  if (session === null || !ledger.isUnderWay()) return
  await session.cancel(ledger.handle() ?? ticket).catch((thrown: unknown) => {
    logger.warn('jobs.not-stopped', { provider: call.request.provider, error: thrown })
  })
}

async function fail(thrown: unknown, attempt: Attempt): Promise<readonly GenerationCall[]> {
  const { call, desk, ledger, logger } = attempt
  const data = toErrorData(thrown)
  const error = thrown instanceof AppError ? thrown : fromErrorData(data)
  const isBilled = billedOf(data, ledger.isBilled())
  const instead = mayFallBack(error, isBilled) ? await reroute(error, attempt) : null
  if (instead !== null) return instead
  const callId = call.jobs[0]?.snapshot().callId ?? null
  logger[error.code === 'internal/bug' ? 'error' : 'warn']('jobs.failed', { callId, error: thrown })
  await desk.endAll({ ...failed(error, isFree(call) ? 'no' : isBilled), wasSent: ledger.wasSent() })
  return []
}

async function reroute(error: AppError, attempt: Attempt): Promise<readonly GenerationCall[] | null> {
  const { call, planner, logger, startedAtMs } = attempt
  try {
    return await planner.reroute({ ...call, startedAtMs }, error)
  } catch (thrown) {
    logger.warn('jobs.no-fallback', { error: thrown })
    return null
  }
}

function isFree({ prepared }: GenerationCall): boolean {
  return prepared.card.price.per === 'free'
}
