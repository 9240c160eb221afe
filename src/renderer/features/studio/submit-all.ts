import type { JobId } from '../../../shared/domain/ids.ts'
import { selectJob, type StudioStore, type SubmitFailure } from './create-studio-store.ts'

/** A request to be queued. */
export interface Submission {
  /** Display name of its model; null if the message needs none. */
  readonly who: string | null
  /** Returns the first of its jobs; null = there was nothing to send. */
  readonly submit: () => Promise<JobId | null>
}

/**
 * Handles one click at a time: from the click until the queue has everything. A rejected request does not stop the
 * others. The first card is selected, and rejected requests are listed by name.
 */
export async function submitAll(store: StudioStore, prepare: () => Promise<readonly Submission[]>): Promise<void> {
  if (store.getState().isSubmitting) return
  store.setState({ isSubmitting: true, failures: [] })
  try {
    const submissions = await prepare()
    const outcomes = await Promise.allSettled(submissions.map(({ submit }) => submit()))
    const first = outcomes.find((each) => each.status === 'fulfilled' && each.value !== null)
    if (first?.status === 'fulfilled') selectJob(store, first.value)
    store.setState({ failures: failuresOf(submissions, outcomes) })
  } catch (error) {
    store.setState({ failures: [{ who: null, error }] })
  } finally {
    store.setState({ isSubmitting: false })
  }
}

/** A failure shared by the whole run is reported once, without a name. */
function failuresOf(
  submissions: readonly Submission[],
  outcomes: readonly PromiseSettledResult<unknown>[],
): readonly SubmitFailure[] {
  const byError = new Map<unknown, SubmitFailure>()
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue
    const error: unknown = outcome.reason
    byError.set(error, { who: byError.has(error) ? null : (submissions[at]?.who ?? null), error })
  }
  return [...byError.values()]
}
