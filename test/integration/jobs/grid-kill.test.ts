import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { blankRequest } from '../../../src/shared/domain/generation.ts'
import type { GridDraft } from '../../../src/shared/domain/grid.ts'
import { anyAnswer } from '../../support/queue-wire.ts'
import { createQueueWorld, type QueueWorld } from '../../support/queue-world.ts'
import { turns, whenAtRest } from '../../support/when-at-rest.ts'

const draft: GridDraft = {
  name: 'Kites',
  request: { ...blankRequest, provider: 'openai', model: 'openai-1', prompt: 'a red kite' },
  axes: [
    { variable: 'prompt', search: 'red', values: ['red', 'blue', 'green'] },
    { variable: 'seed', values: [1, 2, 3, 4] },
  ],
  order: 'listed',
}
const cells = 12

let world: QueueWorld
beforeEach(async () => {
  world = await createQueueWorld()
  await world.start()
})
afterEach(() => world.remove())

const isUnderWay = (state: string) => state === 'queued' || state === 'running'

/** Lets time pass until nothing is under way. */
const settle = () =>
  whenAtRest(world, 'the grid', async () => (world.allJobs().some(({ state }) => isUnderWay(state)) ? null : true))

it('a grid queues each of its cells once, with the settings of its place', async () => {
  const { id, queued } = await world.grids().create(draft, null)
  expect(queued).toBe(cells)
  await settle()
  const { states, axes } = await world.grids().view(id)
  expect(axes).toEqual([
    { label: 'Prompt: red', values: ['red', 'blue', 'green'] },
    { label: 'Seed', values: ['1', '2', '3', '4'] },
  ])
  expect(states.map(({ cell, job }) => [cell, job?.prompt, job?.seed, job?.state])).toEqual(
    [1, 2, 3, 4].flatMap((seed, row) =>
      ['red', 'blue', 'green'].map((color, column) => [row * 3 + column, `a ${color} kite`, seed, 'done']),
    ),
  )
  expect(await world.grids().make(id, null)).toEqual({ queued: 0, skipped: 0 })
  expect([...world.wire.begun.values()]).toEqual(Array.from({ length: cells }, () => 1))
})

it('what is under way or done is not queued again, whoever asks', async () => {
  const { id } = await world.grids().create(draft, null)
  const all = Array.from({ length: cells }, (_, cell) => cell)
  const again = await Promise.all([world.grids().make(id, null), world.grids().make(id, all.slice(6))])
  expect(again).toEqual([
    { queued: 0, skipped: 0 },
    { queued: 0, skipped: 0 },
  ])
})

it('stopped cells are missing, are made on request, and one that may be paid for is not', async () => {
  world.wire.responses.push('lost-answer')
  const { id } = await world.grids().create(draft, null)
  await turns(80)
  const sent = (await world.grids().view(id)).states.filter(({ job }) => job?.state !== 'queued').length
  expect(await world.grids().stop(id, null)).toBe(cells - sent)
  await settle()
  const { states } = await world.grids().view(id)
  const lost = states.find(({ job }) => job?.isBilled === 'unknown')!
  expect(lost.job?.state).toBe('failed')
  const { cells: missing } = await world.grids().planCells(id, null)
  expect(missing).toBe(cells - sent)
  expect(await world.grids().make(id, null)).toEqual({ queued: cells - sent, skipped: 0 })
  await settle()
  // Only a person decides that it is sent once more.
  expect(await world.grids().make(id, null)).toEqual({ queued: 0, skipped: 0 })
  expect(await world.grids().make(id, [lost.cell])).toEqual({ queued: 1, skipped: 0 })
})

it('a retry of a failed cell fills it', async () => {
  world.wire.responses.push('failed')
  const { id } = await world.grids().create({ ...draft, axes: [draft.axes[0]!] }, null)
  await settle()
  const failed = (await world.grids().view(id)).states.find(({ job }) => job?.state === 'failed')!
  const { ids } = await world.jobs().retry([failed.job!.id])
  expect((await world.grids().view(id)).states[failed.cell]?.job?.id).toBe(ids[0])
})

it('a grid of which nothing can be made leaves nothing behind', async () => {
  const request = { ...draft.request, prompt: 'red' }
  const impossible = { ...draft, request, axes: [{ variable: 'prompt', search: 'red', values: [''] }] } as GridDraft
  await expect(world.grids().create(impossible, null)).rejects.toMatchObject({ code: 'provider/unsupported' })
  expect(await world.grids().list()).toEqual([])
})

it('a removed grid comes back, without what was waiting', async () => {
  const { id } = await world.grids().create(draft, null)
  await world.grids().remove(id)
  expect(await world.grids().list()).toEqual([])
  await settle()
  await world.grids().restore(id)
  const { states } = await world.grids().view(id)
  expect(states.every(({ job }) => job?.state === 'done' || job?.state === 'cancelled')).toBe(true)
})

it(
  'kills at any moment: nothing is paid for twice, and every cell is resumed or can be made',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 4 }),
        fc.array(anyAnswer, { maxLength: 20 }),
        async (kills, answers) => {
          await world.remove()
          world = await createQueueWorld()
          world.wire.responses.push(...answers)
          await world.start()
          void world.grids().create(draft, null)
          for (const count of kills) {
            await turns(count)
            world.kill()
            await world.start()
            await world.jobs().queue.release(null)
            const [grid] = await world.grids().list()
            if (grid !== undefined) void world.grids().make(grid.id, null)
          }
          await settle()
          const [grid] = await world.grids().list()
          if (grid === undefined) {
            expect(world.wire.begun.size).toBe(0)
            return
          }
          world.wire.responses.length = 0
          for (let round = 0; round < 3; round++) {
            await world.grids().make(grid.id, null)
            await settle()
          }
          const { states } = await world.grids().view(grid.id)
          expect(states).toHaveLength(cells)
          for (const { job } of states) {
            if (job?.state !== 'done')
              expect(job).toMatchObject({ state: 'failed', isBilled: expect.stringMatching(/unknown|yes/) })
          }
          expect([...world.wire.begun].filter(([, times]) => times > 1)).toEqual([])
          expect(world.filedTwice).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  },
)
