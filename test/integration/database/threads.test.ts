import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { AssetId, DocumentId, JobId, ThreadId } from '../../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import { blankJob } from '../../../src/main/jobs/blank-job.ts'
import { withDatabase } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()

const database = withDatabase(home)

const id = <T>(number: number) => `01JD3Q${String(number).padStart(20, '0')}` as T
const rootId = id<AssetId>(1)
const threadId = id<ThreadId>(90)
const documentId = id<DocumentId>(80)

function stepJob(number: number, from: AssetId): JobSnapshot {
  return {
    ...blankJob(number),
    id: id<JobId>(number),
    callId: `call-${number}`,
    threadId,
    documentId,
    assetId: from,
    operation: 'edit',
    provider: 'openai',
    model: 'gpt-image-2',
    prompt: `step ${number}`,
    seed: null,
    progress: null,
    warnings: [],
    estimateUsd: 0.01,
    costUsd: null,
  }
}

const start = (assetId: AssetId, inDocument: DocumentId | null = documentId, newId = threadId) =>
  database.call('threads.start', { id: newId, documentId: inDocument, assetId, nowMs: 1 })

test('a queued step becomes the current one of its thread, in the same transaction', async () => {
  expect(await start(rootId)).toMatchObject({ rootId, currentId: null, tipId: null })
  const [first, second] = [stepJob(2, rootId), stepJob(3, id<AssetId>(2))]
  for (const job of [first, second]) await database.call('jobs.save', { job })
  expect(await database.call('threads.find', { id: threadId })).toMatchObject({ currentId: id(3), tipId: id(3) })

  // A change of a step moves nothing.
  await database.call('threads.go', { id: threadId, currentId: id<JobId>(2), tipId: id<JobId>(3) })
  await database.call('jobs.save', { job: { ...second, state: 'done', resultId: id<AssetId>(3) } })
  expect(await database.call('threads.find', { id: threadId })).toMatchObject({ currentId: id(2), tipId: id(3) })
  const steps = await database.call('threads.steps', { id: threadId })
  expect(steps.map(({ prompt, state }) => [prompt, state])).toEqual([
    ['step 2', 'queued'],
    ['step 3', 'done'],
  ])
})

test('an image is continued in the thread that holds it', async () => {
  await start(rootId)
  await database.call('jobs.save', { job: stepJob(2, rootId) })
  const other = id<ThreadId>(91)
  expect((await start(id<AssetId>(2), documentId, other)).id).toBe(threadId)
  expect((await start(rootId, documentId, other)).id).toBe(threadId)
  // The document is not open any more: another one takes the thread over.
  expect(await start(rootId, id<DocumentId>(81), other)).toMatchObject({ id: threadId, documentId: id(81) })
  expect((await start(id<AssetId>(7), documentId, other)).id).toBe(other)
})

test('a removed thread is not found, keeps its steps and comes back', async () => {
  await start(rootId)
  await database.call('jobs.save', { job: stepJob(2, rootId) })
  expect(await database.call('threads.remove', { id: threadId, atMs: 5 })).toBe(1)
  expect(await database.call('threads.find', { id: threadId })).toBeNull()
  expect(await database.call('threads.ofDocument', { documentId })).toEqual({ threads: [], damaged: 0 })
  expect(await database.call('threads.steps', { id: threadId })).toHaveLength(1)
  await database.call('threads.remove', { id: threadId, atMs: null })
  const { threads } = await database.call('threads.ofDocument', { documentId })
  expect(threads).toMatchObject([{ id: threadId, tipId: id(2) }])
})

test('what is being typed is kept with its thread, and dropped where it cannot be read', async () => {
  await start(rootId)
  const draft = { words: 'warmer li', prompt: null, ref: null, isInMask: true, againOf: id<JobId>(2) }
  await database.call('threads.keepDraft', { id: threadId, draft })
  expect(await database.call('threads.find', { id: threadId })).toMatchObject({ draft })
  await damage(`UPDATE threads SET draft = '{"words": 7}'`)
  expect(await database.call('threads.find', { id: threadId })).toMatchObject({ id: threadId, draft: null })
  await database.call('threads.keepDraft', { id: threadId, draft })
  await database.call('threads.keepDraft', { id: threadId, draft: null })
  expect(await database.call('threads.find', { id: threadId })).toMatchObject({ draft: null })
})

test('a damaged thread is counted, the others load, and its image is continued in a new one', async () => {
  await start(rootId)
  const whole = id<ThreadId>(91)
  await start(id<AssetId>(7), documentId, whole)
  await damage(`UPDATE threads SET current_id = 'rubbish' WHERE id = '${threadId}'`)
  const listed = await database.call('threads.ofDocument', { documentId })
  expect(listed.threads.map((thread) => thread.id)).toEqual([whole])
  expect(listed.damaged).toBe(1)
  expect(await database.call('threads.find', { id: threadId })).toBeNull()
  expect(await start(rootId, documentId, id<ThreadId>(92))).toMatchObject({ id: id(92), rootId })
})

test('a damaged step does not hide the others of its thread', async () => {
  await start(rootId)
  for (const number of [2, 3]) await database.call('jobs.save', { job: stepJob(number, rootId) })
  await damage(`UPDATE jobs SET snapshot = json_remove(snapshot, '$.state') WHERE id = '${id<JobId>(2)}'`)
  const steps = await database.call('threads.steps', { id: threadId })
  expect(steps.map((step) => step.id)).toEqual([id(3)])
})

async function damage(sql: string): Promise<void> {
  const db = new DatabaseSync(home.paths.databaseFile)
  db.exec(sql)
  db.close()
}
