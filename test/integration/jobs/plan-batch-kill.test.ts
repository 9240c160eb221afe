import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { blankStepSettings, type EditStep, type PlanBatchView } from '../../../src/shared/domain/edit-plan.ts'
import type { AssetId, EditPlanBatchId } from '../../../src/shared/domain/ids.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import { places } from '../../support/plan-steps.ts'
import { anyAnswer } from '../../support/queue-wire.ts'
import { createQueueWorld, otherSources, type QueueWorld } from '../../support/queue-world.ts'
import { turns, whenAtRest } from '../../support/when-at-rest.ts'

let world: QueueWorld
beforeEach(async () => {
  world = await createQueueWorld()
  await world.start()
})
afterEach(() => world.remove())

const parentOf = (id: AssetId | null | undefined) => world.filed.get(id ?? '')?.parentId

/** Over all images: how often each step began. */
function begunOfAll(): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [name, times] of world.wire.begun) {
    const prompt = name.split(' ')[0]!
    sums[prompt] = (sums[prompt] ?? 0) + times
  }
  return sums
}

const allBegun = () => Object.values(begunOfAll()).reduce((sum, times) => sum + times, 0)

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

it('a batch counts until it is stopped, whenever that is: nothing is queued or sent after it', async () => {
  const late: unknown[] = []
  for (let cut = 0; cut < 300; cut += 6) {
    const id = await prepareBatch(otherSources.slice(0, 1), 'Trial')
    const before = world.ledger().length
    await world.planBatches().start(id, { agent: 'Trial' })
    for (let at = 0; at < cut; at++) {
      await turns(1)
      // Masks are written and prices read meanwhile.
      if (at % 20 === 0) await world.time.advance(2_000)
    }
    await world.planBatches().stop(id)
    const unsent = world.stages().filter(([stage]) => stage === 'waiting' || stage === 'preparing').length
    const [known, begun] = [world.ledger().length - before + unsent, allBegun()]
    await settleBatch(id)
    const counted = world.ledger().length - before
    // One that was canceled just as it was being sent may still be leaving the queue.
    if (counted > known || allBegun() > begun) late.push({ cut, known, counted, begun, sent: allBegun() })
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
  const sent = allBegun()
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
