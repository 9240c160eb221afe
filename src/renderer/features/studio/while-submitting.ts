import type { JobId } from '../../../shared/domain/ids.ts'
import { selectJob, type StudioStore } from './create-studio-store.ts'

/** One request at a time: from the click until the queue has it. Its card is selected, or what is wrong is shown. */
export async function whileSubmitting(store: StudioStore, submit: () => Promise<JobId | null>): Promise<void> {
  if (store.getState().isSubmitting) return
  store.setState({ isSubmitting: true, submitError: null })
  try {
    const id = await submit()
    if (id !== null) selectJob(store, id)
  } catch (error) {
    store.setState({ submitError: error })
  } finally {
    store.setState({ isSubmitting: false })
  }
}
