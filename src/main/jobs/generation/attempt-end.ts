import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import type { AttemptEnd, LedgerOutcome } from '../../../shared/domain/ledger.ts'
import type { AttemptLedger } from '../attempt-ledger.ts'
import type { Done } from '../queue/saved-response.ts'

/** Derives how an attempt ended from its jobs. `answer`: the service's final response, if any. */
export function attemptEndOf(
  jobs: readonly JobSnapshot[],
  { answer: response, endedAtMs }: { readonly answer: Done | null; readonly endedAtMs: number },
): AttemptEnd {
  const billed = billedOf(jobs)
  const reportedUsd = response?.costUsd ?? null
  const isPrice = reportedUsd !== null && Number.isFinite(reportedUsd) && reportedUsd >= 0
  const notDone = jobs.find(({ state }) => state !== 'done')
  return {
    endedAtMs,
    picturesCame: jobs.filter(({ state }) => state === 'done').length,
    outcome: outcomeOf(jobs),
    billed,
    realUsd: isPrice ? reportedUsd : billed === 'no' ? 0 : null,
    usage: { ...response?.usage },
    requestId: response?.requestId ?? jobs.find(({ requestId }) => requestId !== null)?.requestId ?? null,
    handle: jobs.find(({ handle }) => handle !== null)?.handle ?? null,
    words: notDone?.error?.message ?? notDone?.refusal?.words ?? null,
  }
}

/** Closes this call's ledger entry if it is still open; `answer`: as in `attemptEndOf`. Does not reject. */
export async function closeOpenAttempt(
  callId: string,
  jobs: readonly JobSnapshot[],
  {
    ledger,
    endedAtMs,
    answer: response = null,
  }: { ledger: AttemptLedger | null; endedAtMs: number; answer?: Done | null },
): Promise<void> {
  const attemptId = (await ledger?.findOpen(callId).catch(() => null)) ?? null
  if (attemptId !== null) await ledger?.close(attemptId, attemptEndOf(jobs, { answer: response, endedAtMs }))
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
