import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AssetId, DocumentId, EditPlanId } from '../../../src/shared/domain/ids.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import { sourceId } from '../../support/generation-studio.ts'
import { places, planSteps } from '../../support/plan-steps.ts'
import { anyAnswer } from '../../support/queue-wire.ts'
import { createQueueWorld, type QueueWorld } from '../../support/queue-world.ts'
import { turns, whenAtRest } from '../../support/when-at-rest.ts'

let world: QueueWorld
beforeEach(async () => {
  world = await createQueueWorld()
  await world.start()
})
afterEach(() => world.remove())

const settle = (id: EditPlanId) =>
  whenAtRest(world, 'the plan', async () => ((await world.editPlans().view(id)).isRunning ? null : id))

async function open(): Promise<EditPlanId> {
  return (await world.editPlans().open(world.openDocument())).id
}

const stepsOf = async (id: EditPlanId, wanted = places) => planSteps(world, id, wanted)
const statesOf = async (id: EditPlanId) => (await world.editPlans().view(id)).states.map(({ state }) => state)
const begun = (): Record<string, number> =>
  // Named by prompt and seed.
  Object.fromEntries([...world.wire.begun].map(([name, times]) => [name.split(' ')[0], times] as const))
const parentOf = (id: AssetId | null | undefined) => world.filed.get(id ?? '')?.parentId

it('steps that are apart run together, one over both is made from both, and the result has all of them', async () => {
  const id = await open()
  const steps = await stepsOf(id)
  const quote = await world.editPlans().quote(id, { sourceId, steps })
  expect(quote.steps.map(({ stage }) => stage)).toEqual([0, 0, 1, 0])
  expect(quote).toMatchObject({ missing: 4, unpriced: 0 })
  expect(quote.usd).toBeCloseTo(0.16)
  await world.editPlans().run(id, { sourceId, steps })
  expect(await statesOf(id)).toEqual(
    [1, 1, 0, 1].map((isSent) => (isSent === 1 ? expect.stringMatching(/queued|running/) : 'waiting')),
  )
  await settle(id)
  const { states, resultId, isRunning } = await world.editPlans().view(id)
  expect([states.map(({ state }) => state), isRunning]).toEqual([['done', 'done', 'done', 'done'], false])
  expect(begun()).toEqual({ 'step-1': 1, 'step-2': 1, 'step-3': 1, 'step-4': 1 })
  expect([0, 1, 3].map((at) => parentOf(states[at]?.resultId))).toEqual([sourceId, sourceId, sourceId])
  const joined = parentOf(states[2]?.resultId)
  expect([joined === sourceId, parentOf(joined)]).toEqual([false, sourceId])
  expect(parentOf(resultId)).toBe(sourceId)
  // One card: that of the result. The steps and what is between them show none.
  const cards = world.allJobs().filter(({ editPlanId, documentId }) => !editPlanId && documentId !== null)
  expect(cards.map((job) => job.resultId)).toEqual([resultId])
})

it('a replaced step is made again with what depends on it, at a price shown before, and nothing else', async () => {
  const id = await open()
  const steps = await stepsOf(id)
  await world.editPlans().run(id, { sourceId, steps })
  await settle(id)
  const first = await world.editPlans().view(id)
  const replaced = steps.map((step, at) => (at === 1 ? { ...step, take: 1 } : step))
  const quote = await world.editPlans().quote(id, { sourceId, steps: replaced })
  expect([quote.missing, quote.steps.map(({ isDone }) => isDone)]).toEqual([2, [true, false, false, true]])
  await world.editPlans().run(id, { sourceId, steps: replaced })
  await settle(id)
  expect(begun()).toEqual({ 'step-1': 1, 'step-2': 2, 'step-3': 2, 'step-4': 1 })
  const second = await world.editPlans().view(id)
  expect(second.resultId).not.toBe(first.resultId)
  // Going back to what was there costs nothing.
  expect((await world.editPlans().quote(id, { sourceId, steps })).missing).toBe(0)
})

it('a failing step stops what depends on it, the others go on, and a click makes what is missing', async () => {
  const id = await open()
  const steps = await stepsOf(id)
  world.wire.responses.push('failed')
  await world.editPlans().run(id, { sourceId, steps })
  await settle(id)
  expect(await statesOf(id)).toEqual(['failed', 'done', 'blocked', 'done'])
  expect((await world.editPlans().view(id)).resultId).toBeNull()
  await world.editPlans().run(id, { sourceId, steps })
  await settle(id)
  expect(await statesOf(id)).toEqual(['done', 'done', 'done', 'done'])
  expect(begun()).toMatchObject({ 'step-2': 1, 'step-4': 1 })
})

it('what may have been paid for is not sent again until it is replaced', async () => {
  const id = await open()
  const steps = await stepsOf(id, places.slice(0, 2))
  world.wire.responses.push('lost-answer')
  await world.editPlans().run(id, { sourceId, steps })
  await settle(id)
  const { missing, usd } = await world.editPlans().quote(id, { sourceId, steps })
  expect({ missing, usd }).toEqual({ missing: 0, usd: 0 })
  await world.editPlans().run(id, { sourceId, steps })
  await settle(id)
  expect(begun()).toEqual({ 'step-1': 1, 'step-2': 1 })
  const replaced = steps.map((step, at) => (at === 0 ? { ...step, take: 1 } : step))
  expect((await world.editPlans().quote(id, { sourceId, steps: replaced })).missing).toBe(1)
})

it('a stopped plan sends nothing more, and goes on with a click', async () => {
  const id = await open()
  const steps = await stepsOf(id)
  await world.editPlans().run(id, { sourceId, steps })
  await world.editPlans().stop(id)
  await settle(id)
  expect(begun()['step-3']).toBeUndefined()
  await world.editPlans().run(id, { sourceId, steps })
  await settle(id)
  expect(await statesOf(id)).toEqual(['done', 'done', 'done', 'done'])
  expect(Object.values(begun())).toEqual([1, 1, 1, 1])
})

it('a step without a prompt, or whose mask is empty, keeps the plan from running', async () => {
  const id = await open()
  const [first, second] = await stepsOf(id, places.slice(0, 2))
  const unready = [
    { ...first!, prompt: ' ' },
    { ...second!, mask: null },
  ]
  const quote = await world.editPlans().quote(id, { sourceId, steps: unready })
  expect(quote.steps.map(({ problem }) => problem)).toEqual(['Enter a prompt.', 'Nothing is painted on “step-2”.'])
  await expect(world.editPlans().run(id, { sourceId, steps: unready })).rejects.toMatchObject({
    code: 'provider/unsupported',
  })
  expect(begun()).toEqual({})
})

it('a document that is gone has no plan', async () => {
  const gone = newId<DocumentId>(0)
  await expect(world.editPlans().open(gone)).rejects.toMatchObject({ code: 'storage/not-found' })
})

it('masks that no step uses any more are dropped when the plan is opened again', async () => {
  const documentId = world.openDocument()
  const { id } = await world.editPlans().open(documentId)
  const steps = await stepsOf(id)
  await world.editPlans().save(id, steps.slice(0, 2))
  const again = await world.editPlans().open(documentId)
  expect([again.id, again.steps]).toEqual([id, steps.slice(0, 2)])
  world.kill()
  await world.start()
  await world.editPlans().quote(id, { sourceId, steps: steps.slice(0, 2) })
  await expect(world.editPlans().quote(id, { sourceId, steps })).rejects.toMatchObject({ code: 'storage/not-found' })
})

it('kills at any moment: nothing is paid for twice, and everything else is resumed', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 4 }),
      fc.array(anyAnswer, { maxLength: 10 }),
      async (kills, answers) => {
        await world.remove()
        world = await createQueueWorld()
        world.wire.responses.push(...answers)
        await world.start()
        const id = await open()
        const steps = await stepsOf(id)
        void world.editPlans().run(id, { sourceId, steps })
        for (const count of kills) {
          await turns(count)
          world.kill()
          await world.start()
          await world.jobs().queue.release(null)
        }
        await settle(id)
        world.wire.responses.length = 0
        for (let round = 0; round < 3; round++) {
          await world.editPlans().run(id, { sourceId, steps })
          await settle(id)
        }
        for (const { state, job } of (await world.editPlans().view(id)).states) {
          if (state === 'failed') expect(job?.isBilled).toMatch(/unknown|yes/)
          else expect(state).toMatch(/done|blocked/)
        }
        expect([...world.wire.begun].filter(([, times]) => times > 1)).toEqual([])
        expect(world.filedTwice).toEqual([])
      },
    ),
    { numRuns: 15 },
  )
})

it('a plan whose merge waits in a paused queue is stopped at once, and goes on with a click', async () => {
  const id = await open()
  const steps = await stepsOf(id)
  await world.jobs().queue.setPaused('here', true)
  await world.editPlans().run(id, { sourceId, steps })
  const isMerging = () => world.allJobs().some(({ operation, state }) => operation === 'merge' && state === 'queued')
  await whenAtRest(world, 'the merge', async () => isMerging() || null)
  await world.editPlans().stop(id)
  expect((await world.editPlans().view(id)).isRunning).toBe(false)
  await world.jobs().queue.setPaused('here', false)
  await turns(60)
  expect(begun()).toEqual({ 'step-1': 1, 'step-2': 1, 'step-4': 1 })
  await world.editPlans().run(id, { sourceId, steps })
  await settle(id)
  expect(await statesOf(id)).toEqual(['done', 'done', 'done', 'done'])
  expect(begun()).toEqual({ 'step-1': 1, 'step-2': 1, 'step-3': 1, 'step-4': 1 })
})
