import { expect, it } from 'vitest'
import { jobId, sampleJob } from '../../../../test/support/window/sample-records.ts'
import { createStudioStore, selectJob } from './create-studio-store.ts'
import { createStudioCommands } from './studio-commands.ts'

type Options = Parameters<typeof createStudioCommands>[0]

const found = [
  sampleJob(1, { state: 'done' }),
  sampleJob(2, { state: 'done' }),
  sampleJob(3, { state: 'running' }),
] as const

/** `unrelated`: jobs whose results would be opened as new documents. */
function start(unrelated: readonly number[] = []) {
  const store = createStudioStore()
  const actions = {
    cards: () => found,
    selectedCard: () => found.find(({ id }) => id === store.getState().selectedJobId) ?? null,
    keepTarget: ({ id }: { id: string }) => (unrelated.some((number) => jobId(number) === id) ? 'open' : 'replace'),
  }
  const options = { services: {}, edits: {}, form: {}, store, actions, isShown: () => true }
  const commands = createStudioCommands(options as unknown as Options)
  return { store, compare: commands.find(({ id }) => id === 'results.compare')! }
}

it('compares the newest result with its source after Escape has deselected it', async () => {
  const { store, compare } = start()
  selectJob(store, jobId(2))
  await compare.run()
  expect(store.getState()).toMatchObject({ selectedJobId: jobId(2), isComparing: true })
  selectJob(store, null)
  expect(compare.isEnabled?.()).toBe(true)
  await compare.run()
  expect(store.getState()).toMatchObject({ selectedJobId: jobId(2), isComparing: true })
})

it('compares no result that is not of the open image, and none that is being made', () => {
  expect(start([1, 2]).compare.isEnabled?.()).toBe(false)
  const { store, compare } = start()
  selectJob(store, jobId(3))
  expect(compare.isEnabled?.()).toBe(false)
})
