import * as fc from 'fast-check'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { JobId } from '../../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import { requestOf, sourceId } from '../../support/generation-studio.ts'
import type { WireAnswer } from '../../support/queue-wire.ts'
import { createQueueWorld, type QueueWorld } from '../../support/queue-world.ts'
import { isFull } from '../../support/turn.ts'

/** The expected state: which jobs were submitted, and nothing else. */
interface Model {
  readonly submitted: Set<JobId>
  requests: number
  /** Jobs that were not sent when the program ended, and have not been released since. */
  readonly held: Set<JobId>
}

type Step = fc.AsyncCommand<Model, QueueWorld>

const turn = () => new Promise((resolve) => setImmediate(resolve))
const isUnderWay = ({ state }: JobSnapshot) => state === 'queued' || state === 'running'
const anyResponse = fc.constantFrom<WireAnswer>(
  'done',
  'pixels',
  'task',
  'task',
  'secret-task',
  'refused',
  'failed',
  'lost-answer',
  'limited',
  'not-ready',
  'unreachable',
)

function step(name: string, run: (model: Model, world: QueueWorld) => Promise<void> | void): Step {
  return {
    check: () => true,
    async run(model, world) {
      await run(model, world)
      requireSound(model, world)
    },
    toString: () => name,
  }
}

/** Invariants at every moment. */
function requireSound({ submitted, held }: Model, world: QueueWorld): void {
  for (const [prompt, times] of world.wire.begun) expect({ prompt, times }).toEqual({ prompt, times: 1 })
  expect(world.filedTwice).toEqual([])
  const stored = new Set(world.allJobs().map(({ id }) => id))
  for (const id of submitted) expect(stored.has(id)).toBe(true)
  expect(world.allJobs().filter(({ id, wasSent }) => wasSent && held.has(id))).toEqual([])
  const open = world.ledger().filter(({ outcome }) => outcome === 'under-way')
  expect(new Set(open.map(({ callId }) => callId)).size).toBe(open.length)
}

function submit(responses: readonly WireAnswer[], n: number, isEdit: boolean): Step {
  return step(`submit(${n}, ${isEdit ? 'edit' : 'words'}, ${responses.join(' ')})`, async (model, world) => {
    world.wire.responses.push(...responses)
    const prompt = `request ${model.requests++}`
    const edit = isEdit ? ({ operation: 'edit', sourceId, maskPng: new Uint8Array([7]) } as const) : {}
    const { ids } = await world.jobs().generate(requestOf({ prompt, n, ...edit }))
    for (const id of ids) model.submitted.add(id)
  })
}

function cancelOne(index: number): Step {
  return step(`cancel(${index})`, async (_model, world) => {
    const open = world.allJobs().filter(isUnderWay)
    const job = open[index % Math.max(1, open.length)]
    if (job !== undefined) await world.jobs().cancel(job.id)
  })
}

function moveOne(from: number, to: number): Step {
  return step(`move(${from}, ${to})`, async (_model, world) => {
    const { entries } = await world.jobs().queue.view()
    const waiting = entries.filter(({ state }) => state === 'waiting')
    const [moved, successor] = [waiting[from % Math.max(1, waiting.length)], waiting[to % (waiting.length + 1)]]
    if (moved === undefined) return
    // It may have started meanwhile.
    await world
      .jobs()
      .queue.move(moved.callId, successor?.callId ?? null)
      .catch(() => undefined)
  })
}

const runTurns = (turns: number) =>
  step(`turns(${turns})`, async () => {
    for (let remaining = turns; remaining > 0; remaining--) await turn()
  })

const killAfter = (turns: number) =>
  step(`kill after ${turns}`, async (model, world) => {
    for (let remaining = turns; remaining > 0; remaining--) await turn()
    world.kill()
    await world.start()
    const { entries } = await world.jobs().queue.view()
    const held = new Set(entries.flatMap(({ jobIds, isHeld }) => (isHeld ? jobIds : [])))
    const unsent = world.allJobs().filter((job) => isUnderWay(job) && job.phase === null)
    expect(unsent.filter(({ id }) => !held.has(id))).toEqual([])
    // One that a service turned away for now was sent before.
    for (const { id, wasSent } of world.allJobs()) if (held.has(id) && !wasSent) model.held.add(id)
  })

const release = () =>
  step('release', async (model, world) => {
    model.held.clear()
    await world.jobs().queue.release(null)
  })

const pause = (isPaused: boolean, lane: string | null) =>
  step(`${isPaused ? 'pause' : 'resume'}(${lane})`, (_model, world) => world.jobs().queue.setPaused(lane, isPaused))

const commands = [
  fc
    .tuple(fc.array(anyResponse, { maxLength: 4 }), fc.integer({ min: 1, max: 3 }), fc.boolean())
    .map(([responses, n, isEdit]) => submit(responses, n, isEdit)),
  fc.nat(20).map(cancelOne),
  fc.tuple(fc.nat(20), fc.nat(20)).map(([from, to]) => moveOne(from, to)),
  fc.nat(60).map(runTurns),
  fc.constant(null).map(release),
  fc.nat(120).map(killAfter),
  fc.nat(120).map(killAfter),
  fc.tuple(fc.boolean(), fc.constantFrom('openai', null)).map(([type, lane]) => pause(type, lane)),
  fc.integer({ min: 100, max: 30_000 }).map((ms) => step(`wait(${ms})`, (_model, world) => world.time.advance(ms))),
  fc
    .integer({ min: -86_400_000, max: 86_400_000 })
    .map((ms) => step(`clock(${ms})`, (_model, world) => world.time.jump(ms))),
  fc.boolean().map((type) => step(`network(${type})`, (_model, world) => world.setOnline(type))),
  fc.nat(5).map((polls) => step(`looks(${polls})`, (_model, world) => void (world.wire.looksNeeded = polls))),
]

/** Resumes all lanes and runs until no work remains. */
async function runToEnd(model: Model, world: QueueWorld): Promise<void> {
  world.setOnline(true)
  await world.jobs().queue.setPaused(null, false)
  model.held.clear()
  await world.jobs().queue.release(null)
  for (let round = 0; round < 400; round++) {
    if (!world.allJobs().some(isUnderWay) && world.unfinishedCalls() === 0) return
    await world.time.advance(5_000)
    // Masks are written to real files.
    await wait(1)
  }
}

/** Invariants at the end. */
function requireSettled(model: Model, world: QueueWorld): void {
  const jobs = world.allJobs()
  expect(jobs.filter(isUnderWay)).toEqual([])
  expect(new Set(jobs.map(({ id }) => id))).toEqual(model.submitted)
  for (const { id, state, resultId } of jobs)
    expect(state === 'done').toBe(String(resultId) === id && world.filed.has(id))
  const ledger = world.ledger()
  expect(ledger.filter(({ outcome }) => outcome === 'under-way')).toEqual([])
  // A request that the service has started is never reported as free.
  const possiblyBilled = ledger.filter(({ billed }) => billed !== 'no').length
  expect(possiblyBilled).toBeGreaterThanOrEqual(world.wire.begun.size)
  expect(cents(ledger.map(({ realUsd }) => realUsd))).toBe(cents(jobs.map(({ costUsd }) => costUsd)))
}

function cents(amounts: readonly (number | null)[]): number {
  return Math.round(amounts.reduce<number>((sum, usd) => sum + (usd ?? 0), 0) * 100)
}

it(
  'sends nothing twice, ends every job once, and matches the ledger, whatever happens',
  { timeout: 240_000 },
  async () => {
    // The first 60 in `npm test`; queue-restart.test.ts and the unit tests of the queue show each rule alone.
    const numRuns = Number(process.env['ATELIER_MODEL_RUNS'] ?? (isFull ? 250 : 60))
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (chosen) => {
        const world = await createQueueWorld()
        const model: Model = { submitted: new Set(), requests: 0, held: new Set() }
        try {
          await world.start()
          await fc.asyncModelRun(() => ({ model, real: world }), chosen)
          await runToEnd(model, world)
          requireSound(model, world)
          requireSettled(model, world)
        } finally {
          await world.remove()
        }
      }),
      { numRuns, seed: Number(process.env['ATELIER_MODEL_SEED'] ?? 20_261_120), endOnFailure: true },
    )
  },
)
