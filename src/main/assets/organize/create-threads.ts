import type { JobId, ThreadId } from '../../../shared/domain/ids.ts'
import { tipFrom } from '../../../shared/domain/thread.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { threadGone } from '../../../shared/messages/en/library.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { newId } from '../../platform/pure/new-id.ts'
import type { Threads } from '../assets.ts'

interface ThreadsContext {
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
}

export function createThreads({ database, clock, logger }: ThreadsContext): Threads {
  const { on: onChanged, emit } = createEmitter()

  const steps: Threads['steps'] = ({ id }) => database.call('threads.steps', { id })

  async function go(input: Parameters<Threads['go']>[0]) {
    const thread = await database.call('threads.go', input)
    if (thread === null) throw gone()
    emit()
    return thread
  }

  async function start({ documentId, assetId }: Parameters<Threads['start']>[0]) {
    const nowMs = clock.nowMs()
    const thread = await database.call('threads.start', { id: newId<ThreadId>(nowMs), documentId, assetId, nowMs })
    const all = await steps({ id: thread.id })
    const step = all.find(({ resultId }) => resultId === assetId)
    const currentId: JobId | null = step?.id ?? null
    const isOnBranch = step === undefined || thread.tipId === null
    return go({ id: thread.id, currentId, tipId: isOnBranch ? thread.tipId : tipFrom(all, step) })
  }

  return {
    async list({ documentId }) {
      const listed = await database.call('threads.ofDocument', { documentId })
      if (listed.damaged > 0) logger.warn('threads.damaged', { documentId, count: listed.damaged })
      return listed
    },
    keepDraft: (input) => database.call('threads.keepDraft', input),
    steps,
    start,
    go,
    async remove({ id }) {
      if ((await database.call('threads.remove', { id, atMs: clock.nowMs() })) > 0) emit()
    },
    async restore({ id }) {
      await database.call('threads.remove', { id, atMs: null })
      const thread = await database.call('threads.find', { id })
      if (thread === null) throw gone()
      emit()
      return thread
    },
    chain: (imageId) => database.call('threads.chain', { imageId }),
    keepRecord: (imageId, record) => database.call('threads.keepRecord', { imageId, record }),
    onChanged,
  }
}

function gone(): AppError {
  return new AppError('storage/not-found', threadGone)
}
