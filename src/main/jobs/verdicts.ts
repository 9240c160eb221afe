import type { JobSnapshot } from '../../shared/domain/job.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import type { Assets } from '../assets/assets.ts'
import type { ChangeFeed } from './change-feed.ts'
import type { Jobs } from './jobs.ts'

interface VerdictNeeds {
  readonly assets: Pick<Assets, 'trash'>
  readonly find: (id: JobSnapshot['id']) => Promise<JobSnapshot>
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
}

type Verdict = JobSnapshot['verdict']

/** What the artist makes of results. One at a time: Keep and Undo in quick succession must end as the last one said. */
export function createReview({ assets, find, save, feed }: VerdictNeeds): Jobs['decide'] {
  let last: Promise<unknown> = Promise.resolve()

  /** Work that failed has nothing to trash: rejecting it puts its card away. */
  async function moveResult({ resultId, state, verdict: before }: JobSnapshot, verdict: Verdict): Promise<void> {
    if (resultId === null) {
      const isUnderWay = state === 'queued' || state === 'running'
      if (verdict !== 'kept' && !isUnderWay) return
      throw new AppError('storage/not-found', messages.noResultToKeep)
    }
    if (verdict === 'rejected') await assets.trash.add([resultId])
    else if (before === 'rejected') await assets.trash.restore([resultId])
  }

  async function decide(...[id, verdict]: Parameters<Jobs['decide']>): Promise<JobSnapshot> {
    const job = await find(id)
    await moveResult(job, verdict)
    const decided: JobSnapshot = { ...job, verdict }
    await save(decided)
    feed.tell(decided)
    return decided
  }

  return (id, verdict) => {
    const mine = last.then(() => decide(id, verdict))
    last = mine.catch(() => undefined)
    return mine
  }
}
