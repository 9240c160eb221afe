import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import type { AttemptEnd, LedgerOutcome } from '../../../shared/domain/ledger.ts'
import type { AttemptBook } from '../attempt-book.ts'
import type { Done } from '../queue/saved-response.ts'

/** How an attempt ended, by the jobs it was made for. `answer`: what the service said at its end, where it did. */
export function attemptEndOf(
  jobs: readonly JobSnapshot[],
  { answer, endedAtMs }: { readonly answer: Done | null; readonly endedAtMs: number },
): AttemptEnd {
  const billed = billedOf(jobs)
  const told = answer?.costUsd ?? null
  const isPrice = told !== null && Number.isFinite(told) && told >= 0
  const bad = jobs.find(({ state }) => state !== 'done')
  return {
    endedAtMs,
    picturesCame: jobs.filter(({ state }) => state === 'done').length,
    outcome: outcomeOf(jobs),
    billed,
    realUsd: isPrice ? told : billed === 'no' ? 0 : null,
    usage: { ...answer?.usage },
    requestId: answer?.requestId ?? jobs.find(({ requestId }) => requestId !== null)?.requestId ?? null,
    handle: jobs.find(({ handle }) => handle !== null)?.handle ?? null,
    words: bad?.error?.message ?? bad?.refusal?.words ?? null,
  }
}

/** Where the ledger still has one open of this call; `answer`: as in `attemptEndOf`. Does not reject. */
export async function closeOpenAttempt(
  callId: string,
  jobs: readonly JobSnapshot[],
  { book, endedAtMs, answer = null }: { book: AttemptBook | null; endedAtMs: number; answer?: Done | null },
): Promise<void> {
  const attemptId = (await book?.findOpen(callId).catch(() => null)) ?? null
  if (attemptId !== null) await book?.close(attemptId, attemptEndOf(jobs, { answer, endedAtMs }))
}

function outcomeOf(jobs: readonly JobSnapshot[]): LedgerOutcome {
  for (const outcome of ['done', 'refused', 'failed'] as const) {
    if (jobs.some(({ state }) => state === outcome)) return outcome
  }
  return 'cancelled'
}

function billedOf(jobs: readonly JobSnapshot[]): Billed {
  for (const billed of ['yes', 'unknown'] as const) {
    if (jobs.some(({ isBilled }) => isBilled === billed)) return billed
  }
  return 'no'
}
