import type { JobId } from '../../../shared/domain/ids.ts'
import { selectJob, type StudioStore, type SubmitFailure } from './create-studio-store.ts'

/** One request that is to reach the queue. */
export interface Submission {
  /** The model it is for, as people call it; null where nobody needs to be told. */
  readonly who: string | null
  /** The first of its jobs; null = there was nothing to send. */
  readonly submit: () => Promise<JobId | null>
}

/**
 * One click at a time: from it until the queue has everything. One that is not taken does not stop the others. The first
 * card is selected, and what was not taken is shown with its name.
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

/** What kept all of a run from going is told once, and of nobody in particular. */
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
