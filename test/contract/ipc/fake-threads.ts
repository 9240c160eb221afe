import type { Threads } from '../../../src/main/assets/assets.ts'
import type { Thread } from '../../../src/shared/domain/thread.ts'
import { assetId, documentId, threadId } from './sample-ids.ts'

const thread: Thread = {
  id: threadId,
  documentId,
  rootId: assetId,
  currentId: null,
  tipId: null,
  createdAtMs: 1,
  draft: null,
}

const done = () => Promise.resolve()

export const threads: Threads = {
  list: async () => ({ threads: [thread], damaged: 0 }),
  steps: async () => [],
  start: async () => thread,
  go: async () => thread,
  keepDraft: done,
  remove: done,
  restore: async () => thread,
  chain: async () => [],
  keepRecord: done,
  onChanged: () => () => undefined,
}
