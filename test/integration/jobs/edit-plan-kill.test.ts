import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { blankStepSettings, type EditStep, type PlanBatchView } from '../../../src/shared/domain/edit-plan.ts'
import type { AssetId, DocumentId, EditPlanBatchId, EditPlanId } from '../../../src/shared/domain/ids.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import { sourceId } from '../../support/generation-studio.ts'
import { places, planSteps } from '../../support/plan-steps.ts'
import type { WireAnswer } from '../../support/queue-wire.ts'
import { createQueueWorld, otherSources, type QueueWorld } from '../../support/queue-world.ts'
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

const anyAnswer = fc.constantFrom<WireAnswer>('done', 'task', 'task', 'failed', 'lost-answer', 'limited', 'unreachable')

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

/** Over all images: how often each step began. */
function begunOfAll(): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [name, times] of world.wire.begun) {
    const prompt = name.split(' ')[0]!
    sums[prompt] = (sums[prompt] ?? 0) + times
  }
  return sums
}

const settleBatch = (id: EditPlanBatchId) =>
  whenAtRest(world, 'the batch', async (): Promise<PlanBatchView | null> => {
    const view = await world.planBatches().view(id)
    return view.isRunning || view.active > 0 ? null : view
  })

async function prepareBatch(sourceIds = otherSources, agent: string | null = null): Promise<EditPlanBatchId> {
  const masks = new Map(places.map(({ x, width }, at) => [`${at}`.repeat(64), new Uint8Array([1, x, width])]))
  const steps = places.map((_, at): EditStep => {
    const name = `step-${at + 1}`
    const model = { provider: 'openai', model: 'openai-1' } as const
    const mask = { maskId: name, maskName: name, mask: `${at}`.repeat(64) }
    return { ...blankStepSettings, id: name, isOn: true, ...mask, task: 'fill', prompt: name, model, take: 0 }
  })
  const id = newId<EditPlanBatchId>()
  await world
    .planBatches()
    .prepare({ id, templateId: null, recipe: { name: 'Street', steps, masks }, sourceIds, agent })
  return id
}

it('on several images every step is priced, and made once for each of them', async () => {
  const id = await prepareBatch()
  const quote = await world.planBatches().quote(id)
  expect(quote).toMatchObject({ images: 6, steps: 24, unpriced: 0, uncertain: 0 })
  expect(quote.usd).toBeCloseTo(0.96)
  await world.planBatches().start(id)
  const running = await world.planBatches().view(id)
  // A few at a time.
  expect(running.images.filter(({ state }) => state === 'running')).toHaveLength(4)
  const ended = await settleBatch(id)
  expect(ended.images.map(({ state }) => state)).toEqual(otherSources.map(() => 'done'))
  expect(ended.images.map(({ resultId }) => parentOf(resultId))).toEqual(otherSources)
  expect(begunOfAll()).toEqual({ 'step-1': 6, 'step-2': 6, 'step-3': 6, 'step-4': 6 })
  await expect(world.planBatches().start(id)).rejects.toMatchObject({ code: 'request/invalid' })
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

it('a batch counts until it is stopped, whenever that is: nothing is queued after it', async () => {
  const late: unknown[] = []
  for (let cut = 0; cut < 100; cut += 3) {
    const id = await prepareBatch(otherSources.slice(0, 1), 'Trial')
    const before = world.ledger().length
    await world.planBatches().start(id, { agent: 'Trial' })
    await turns(cut)
    await world.planBatches().stop(id)
    const unsent = world.stages().filter(([stage]) => stage === 'waiting' || stage === 'preparing').length
    const known = world.ledger().length - before + unsent
    await settleBatch(id)
    const sent = world.ledger().length - before
    if (sent > known) late.push({ cut, known, sent })
    await world.planBatches().remove(id)
  }
  expect(late).toEqual([])
})

it('a stopped batch sends nothing more, and what failed for nothing is made again with a click', async () => {
  const id = await prepareBatch()
  world.wire.responses.push('failed')
  await world.planBatches().start(id)
  await turns(200)
  await world.planBatches().stop(id)
  const stopped = await settleBatch(id)
  const sent = Object.values(begunOfAll()).reduce((sum, times) => sum + times, 0)
  expect(stopped.images.filter(({ state }) => state === 'stopped').length).toBeGreaterThanOrEqual(2)
  await world.planBatches().start(id)
  expect((await settleBatch(id)).images.map(({ state }) => state)).toEqual(otherSources.map(() => 'done'))
  expect(sent).toBeLessThan(24)
})

it('an image whose steps cannot be merged ends, the next one begins, and all go on with a click', async () => {
  const id = await prepareBatch()
  world.setMergesFail(true)
  await world.planBatches().start(id)
  const { images } = await settleBatch(id)
  expect(images.map(({ state }) => state)).toEqual(otherSources.map(() => 'stopped'))
  // The third step is made from the first two.
  expect(begunOfAll()).toEqual({ 'step-1': 6, 'step-2': 6, 'step-4': 6 })
  world.setMergesFail(false)
  await world.planBatches().start(id)
  expect((await settleBatch(id)).images.map(({ state }) => state)).toEqual(otherSources.map(() => 'done'))
  expect(begunOfAll()).toEqual({ 'step-1': 6, 'step-2': 6, 'step-3': 6, 'step-4': 6 })
})

it('of two starts at the same time one begins, and each step is made once', async () => {
  const id = await prepareBatch()
  const both = async () => {
    const ends = await Promise.allSettled([world.planBatches().start(id), world.planBatches().start(id)])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    return settleBatch(id)
  }
  world.wire.responses.push('failed', 'failed', 'failed')
  const first = await both()
  expect(first.images.some(({ state }) => state === 'failed')).toBe(true)
  // What failed for nothing is made again, once.
  const second = await both()
  expect(second.images.map(({ state }) => state)).toEqual(otherSources.map(() => 'done'))
  expect(begunOfAll()).toEqual({ 'step-1': 6, 'step-2': 6, 'step-3': 6, 'step-4': 6 })
})

it('a start planned before another one begins makes nothing again that this one has made', async () => {
  const id = await prepareBatch(otherSources.slice(0, 1))
  world.wire.responses.push('failed')
  await world.planBatches().start(id)
  await settleBatch(id)
  // Its question is answered when the other one has ended.
  const { promise: answered, resolve: answer } = Promise.withResolvers<boolean>()
  world.setAdmission(({ approve }) => approve!({ usd: 0, unpriced: 0, reasons: [] }))
  const late = world.planBatches().start(id, { approve: () => answered })
  await turns(100)
  world.setAdmission(null)
  await world.planBatches().start(id)
  await settleBatch(id)
  const sent = begunOfAll()
  answer(true)
  await late
  expect((await settleBatch(id)).images.map(({ state }) => state)).toEqual(['done'])
  expect(begunOfAll()).toEqual(sent)
})

it.each([
  ['a person', null],
  ['an agent', 'Trial'],
])('kills at any moment: no step of a batch of %s is paid for twice', { timeout: 240_000 }, async (_who, agent) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 900 }), { minLength: 1, maxLength: 4 }),
      fc.array(anyAnswer, { maxLength: 12 }),
      async (kills, answers) => {
        await world.remove()
        world = await createQueueWorld()
        world.wire.responses.push(...answers)
        await world.start()
        const id = await prepareBatch(otherSources.slice(0, 3), agent)
        void world
          .planBatches()
          .start(id, { agent })
          .catch(() => undefined)
        for (const count of kills) {
          await turns(count)
          world.kill()
          await world.start()
          await world.jobs().queue.release(null)
          if (agent !== null)
            void world
              .planBatches()
              .takeUp()
              .catch(() => undefined)
        }
        await settleBatch(id)
        world.wire.responses.length = 0
        for (let round = 0; round < 3; round++) {
          if ((await world.planBatches().quote(id)).images === 0) break
          await world.planBatches().start(id, { agent })
          await settleBatch(id)
        }
        const view = await world.planBatches().view(id)
        for (const { state, steps } of view.images) {
          expect(state).toMatch(/done|uncertain|failed/)
          for (const step of steps) if (step.state === 'failed') expect(step.job?.isBilled).toMatch(/unknown|yes/)
        }
        // Each that is done began once, and each of unknown outcome at most once.
        const begunOnce = view.images.flatMap(({ steps }) =>
          steps.flatMap(({ name, job }) => (job === null || job.isBilled === 'no' ? [] : [name])),
        )
        for (const [name, times] of Object.entries(begunOfAll())) {
          expect(times).toBeLessThanOrEqual(begunOnce.filter((each) => each === name).length)
        }
        expect(world.filedTwice).toEqual([])
        const marked = world.ledger().filter(({ startedBy }) => startedBy === 'agent')
        expect(marked).toHaveLength(agent === null ? 0 : world.ledger().length)
      },
    ),
    { numRuns: 11, examples: [[[33, 63], []]] },
  )
})

it('what an agent began is ended by one process that serves agents: what was sent is kept, nothing more is sent', async () => {
  const id = await prepareBatch(otherSources, 'Trial')
  const { usd } = await world.planBatches().quote(id)
  expect(usd).toBeGreaterThan(0)
  await world.planBatches().start(id, { agent: 'Trial' })
  /** Each step counts once: what was sent by what it costs, the others by their price. */
  const countsAhead = (ahead: number) => {
    const spent = world.ledger().reduce((sum, { realUsd, estimateUsd }) => sum + (realUsd ?? estimateUsd)!, 0)
    expect(world.agentsToday()).toEqual({ usd: expect.closeTo(spent + (usd * ahead) / 24, 5), unpriced: 0 })
  }
  const countsAll = () => countsAhead(24 - world.ledger().length)
  countsAll()
  expect(await world.planBatches().takeUp()).toEqual({ ids: [], left: 0 })
  const countSent = () => Object.values(begunOfAll()).reduce((sum, times) => sum + times, 0)
  // What is being sent when its program is killed may have been billed, and is not made again.
  const isSending = () => {
    const underWay = world.ledger().filter(({ outcome }) => outcome === 'under-way')
    return underWay.length !== world.stages().filter(([stage]) => stage === 'remote').length
  }
  while (countSent() === 0 || isSending()) {
    await turns(1)
    countsAll()
  }
  world.kill()
  await world.start()
  countsAll()
  const sent = countSent()
  expect(sent).toBeLessThan(24)
  expect(await world.planBatches().takeUp()).toEqual({ ids: [id], left: 0 })
  expect(await world.planBatches().takeUp()).toEqual({ ids: [], left: 0 })
  await settleBatch(id)
  expect(countSent()).toBe(sent)
  expect(world.ledger().filter(({ outcome }) => outcome === 'under-way')).toEqual([])
  countsAhead(0)
  // Asked again, the rest is made.
  await world.planBatches().start(id, { agent: 'Trial' })
  countsAll()
  const { images } = await settleBatch(id)
  expect(images.map(({ state }) => state)).toEqual(otherSources.map(() => 'done'))
  countsAhead(0)
  expect(begunOfAll()).toEqual({ 'step-1': 6, 'step-2': 6, 'step-3': 6, 'step-4': 6 })
  // Steps begun by the end of another one, after the restart, are marked as well.
  expect(world.ledger().map(({ startedBy }) => startedBy)).toEqual(Array.from({ length: 24 }, () => 'agent'))
  for (const { recipe } of world.filed.values()) expect(recipe.agent).toBe('Trial')
})
