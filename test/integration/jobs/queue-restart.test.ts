import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { GenerationRequest } from '../../../src/shared/domain/generation.ts'
import type { JobId } from '../../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import { workingEntries } from '../../../src/main/updates/index.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import { requestOf, sourceId } from '../../support/generation-studio.ts'
import { priceUsd } from '../../support/queue-wire.ts'
import { createQueueWorld, type QueueWorld } from '../../support/queue-world.ts'

let world: QueueWorld
beforeEach(async () => {
  world = await createQueueWorld()
  await world.start()
})
afterEach(() => world.remove())

const states = () => world.allJobs().map(({ state }) => state)
const isUnderWay = ({ state }: JobSnapshot) => state === 'queued' || state === 'running'

async function submit(change: Partial<GenerationRequest> = {}): Promise<JobId> {
  const { ids } = await world.jobs().generate(requestOf(change))
  return ids[0]!
}

async function untilPhase(id: string, phase: JobSnapshot['phase']): Promise<void> {
  await vi.waitFor(() => expect(world.allJobs().find((job) => job.id === id)?.phase).toBe(phase))
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

async function runToEnd(): Promise<void> {
  // The clock is fake, but the database takes real time, and more of it on a busy machine.
  const startedAtMs = performance.now()
  while (performance.now() - startedAtMs < 15_000) {
    await world.time.advance(5_000)
    if (!world.allJobs().some(isUnderWay) && world.unfinishedCalls() === 0) return
  }
  throw new Error(`Still under way: ${JSON.stringify(states())}`)
}

it('holds waiting jobs that cost money until they are released, in order and with the seeds already drawn', async () => {
  world.wire.responses = Array.from({ length: 9 }, () => 'task')
  await world.jobs().queue.setPaused(null, true)
  for (const n of [1, 2, 3]) await submit({ prompt: `image ${n}`, seed: null })
  const drawn = world.allJobs().map(({ seed }) => seed)
  const { entries } = await world.jobs().queue.view()
  await world.jobs().queue.move(entries.at(-1)!.callId, entries[0]!.callId)
  world.kill()
  await world.start()
  expect((await world.jobs().queue.view()).isPaused).toBe(true)
  await world.time.advance(60_000)
  expect(world.wire.begun.size).toBe(0)
  await world.jobs().queue.setPaused(null, false)
  await world.time.advance(600_000)
  expect(world.wire.begun.size).toBe(0)
  const held = (await world.jobs().queue.view()).entries
  expect(held.map(({ isHeld, note }) => isHeld && note?.slice(0, 15))).toEqual(Array(3).fill('It was not sent'))
  await world.jobs().queue.release(null)
  await runToEnd()
  expect([...world.wire.begun.keys()]).toEqual([`image 3 ${drawn[2]}`, `image 1 ${drawn[0]}`, `image 2 ${drawn[1]}`])
  expect(states()).toEqual(['done', 'done', 'done'])
})

it('sends a released job and leaves the others held, also over a restart', async () => {
  world.wire.responses = Array.from({ length: 9 }, () => 'done')
  await world.jobs().queue.setPaused(null, true)
  for (const n of [1, 2, 3]) await submit({ prompt: `image ${n}` })
  world.kill()
  await world.start()
  await world.jobs().queue.setPaused(null, false)
  const [, second, third] = (await world.jobs().queue.view()).entries
  await world.jobs().queue.release([second!.callId])
  await vi.waitFor(() => expect(world.wire.begun.size).toBe(1))
  await world.jobs().queue.cancel([third!.callId])
  world.kill()
  await world.start()
  await world.time.advance(600_000)
  expect([...world.wire.begun.keys()].map((key) => key.slice(0, 7))).toEqual(['image 2'])
  expect((await world.jobs().queue.view()).entries.map(({ prompt, isHeld }) => [prompt, isHeld])).toEqual([
    ['image 1', true],
  ])
})

it('holds what replaces a task that was sent before a restart and failed after it', async () => {
  world.wire.responses = ['task', 'done']
  world.wire.tasksFail = true
  world.wire.fallbacks = [{ provider: 'stability', model: 'stability-1' }]
  const id = await submit()
  await untilPhase(id, 'waiting')
  world.kill()
  await world.start()
  await vi.waitFor(async () => {
    await world.time.advance(5_000)
    const { entries } = await world.jobs().queue.view()
    expect(entries.map(({ lane, isHeld }) => [lane, isHeld])).toEqual([['stability', true]])
  })
  await world.time.advance(600_000)
  expect([...world.wire.begun.values()]).toEqual([1])
  await world.jobs().queue.release(null)
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ id, state: 'done', provider: 'stability' }])
})

const locked = () => new AppError('credential/unavailable', 'The keychain is locked.')

it('asks for the result of what was sent before a restart by itself, however long the keychain is locked', async () => {
  world.wire.responses = ['task']
  const id = await submit()
  await untilPhase(id, 'waiting')
  world.kill()
  world.wire.openFaults = Array.from({ length: 8 }, locked)
  await world.start()
  await world.jobs().queue.setPaused(null, true)
  await vi.waitFor(async () => {
    await world.time.advance(1_000)
    expect(world.wire.openFaults!.length).toBeLessThan(6)
  })
  const { entries } = await world.jobs().queue.view()
  expect(entries).toMatchObject([
    { state: 'running', isOutOfReach: true, note: expect.stringContaining('cannot be reached') },
  ])
  // Closing asks about nothing that it would not lose.
  expect(workingEntries(await world.jobs().queue.view())).toEqual([])
  expect(entries[0]?.isHeld).toBeUndefined()
  // Whoever stops what waits does not stop it.
  expect(states()).toEqual(['running'])
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ id, state: 'done' }])
  expect([...world.wire.begun.values()]).toEqual([1])
})

it('asks again where it cannot be read on disk for now that a task was sent', async () => {
  world.wire.responses = ['task']
  const id = await submit()
  await untilPhase(id, 'waiting')
  world.kill()
  world.wire.beginFaults = 2
  await world.start()
  await runToEnd()
  expect(world.wire.beginFaults).toBe(0)
  expect(world.allJobs()).toMatchObject([{ id, state: 'done' }])
  expect([...world.wire.begun.values()]).toEqual([1])
})

it('says that it may have been billed where it stays unreadable, canceled or not, and tries no faster than before', async () => {
  world.wire.responses = ['task']
  const id = await submit()
  await untilPhase(id, 'waiting')
  world.kill()
  world.wire.beginFaults = 1_000
  await world.start()
  await world.time.advance(1)
  await world.jobs().cancel(id)
  await world.time.advance(1)
  expect(world.wire.beginFaults).toBeGreaterThan(995)
  await vi.waitFor(async () => {
    await world.time.advance(30_000)
    expect(states()).not.toContain('running')
  })
  expect(world.allJobs()).toMatchObject([{ id, isBilled: 'unknown' }])
  expect(world.wire.beginFaults).toBeGreaterThan(980)
  world.wire.beginFaults = 0
})

it('tells the service when such a task is canceled while it cannot be asked', async () => {
  world.wire.responses = ['task']
  const id = await submit()
  await untilPhase(id, 'waiting')
  world.kill()
  world.wire.openFaults = [locked()]
  await world.start()
  await vi.waitFor(async () =>
    expect((await world.jobs().queue.view()).entries[0]?.note).toContain('cannot be reached'),
  )
  await world.jobs().cancel(id)
  await vi.waitFor(async () => {
    await world.time.advance(1_000)
    expect(world.allJobs()).toMatchObject([{ id, state: 'cancelled' }])
  })
  expect(world.wire.cancelled).toHaveLength(1)
  expect(world.allJobs()[0]?.isBilled).not.toBe('no')
})

it('asks nobody about what a person has just asked for, or what is free', async () => {
  world.wire.responses = ['done', 'done']
  await world.jobs().queue.setPaused(null, true)
  const { ids } = await world.jobs().generate(requestOf(), { runId: 'mine' })
  await submit({ prompt: 'another' })
  world.kill()
  await world.start({ recovers: false })
  await world.jobs().resumeRuns(['mine'])
  await vi.waitFor(() => expect(world.wire.begun.size).toBe(1))
  expect((await world.jobs().finished(ids[0]!)).state).toBe('done')
  expect(world.wire.begun.size).toBe(1)
})

it('resumes a paid task by its ID and delivers it, with an edit composited into its image', async () => {
  world.wire.responses = ['task']
  const mask = { operation: 'edit', sourceId, maskPng: new Uint8Array([7]) } as const
  const id = await submit(mask)
  await untilPhase(id, 'waiting')
  world.kill()
  await world.start()
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ id, state: 'done', resultId: id, isBilled: 'yes', costUsd: priceUsd }])
  expect(world.filed.get(id)).toMatchObject({ parentId: sourceId, recipe: { changedOutside: 0 } })
  expect([...world.wire.begun.values()]).toEqual([1])
  expect(world.ledger()).toMatchObject([{ outcome: 'done', billed: 'yes', realUsd: priceUsd, picturesCame: 1 }])
})

it('never resends a request that may have been billed, and says so', async () => {
  world.wire.responses = ['secret-task']
  const id = await submit()
  await untilPhase(id, 'waiting')
  world.kill()
  await world.start()
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ id, state: 'failed', isBilled: 'unknown', handle: 'task [hidden]' }])
  expect(world.allJobs()[0]?.error?.message).toContain('This may have been billed.')
  expect(world.ledger()).toMatchObject([{ outcome: 'lost', billed: 'unknown' }])
  expect([...world.wire.begun.values()]).toEqual([1])
})

it('gives up a job after the program quit three times while preparing it', async () => {
  world.wire.responses = ['done']
  await world.jobs().queue.setPaused(null, true)
  const id = await submit({ operation: 'edit', sourceId, maskPng: new Uint8Array([7]) })
  await world.jobs().queue.setPaused(null, false)
  for (let death = 1; death <= 3; death++) {
    while (world.stages()[0]?.[0] !== 'preparing' || world.stages()[0]?.[1] !== death) await turn()
    world.kill()
    await world.start()
    await world.jobs().queue.release(null)
  }
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ id, state: 'failed', wasSent: false, isBilled: 'no' }])
  expect(world.allJobs()[0]?.error?.message).toContain('quit 3 times')
  expect(world.wire.begun.size).toBe(0)
})

it('fails a job after a restart when its key was given for one request only', async () => {
  await world.jobs().queue.setPaused(null, true)
  await world.jobs().generate(requestOf(), { key: 'sk-once' })
  world.kill()
  await world.start()
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ state: 'failed', isBilled: 'no' }])
  expect(world.allJobs()[0]?.error?.message).toContain('key was given for this request only')
  expect(world.dump()).not.toContain('sk-once')
})

it('waits while there is no network, and continues when it is back', async () => {
  world.wire.responses = ['unreachable', 'unreachable', 'done', 'done']
  const id = await submit()
  await vi.waitFor(() => expect(world.wire.responses).toHaveLength(3))
  world.setOnline(false)
  await submit({ prompt: 'another' })
  await world.time.advance(600_000)
  expect(world.allJobs().every(isUnderWay)).toBe(true)
  const { isOnline, entries } = await world.jobs().queue.view()
  expect([isOnline, entries.map(({ state, note }) => [state, note?.slice(0, 19)])]).toEqual([
    false,
    [
      ['waiting', 'No network. The que'],
      ['waiting', 'No network. The que'],
    ],
  ])
  const [tried, ...others] = world.ledger()
  expect([tried, others]).toMatchObject([{ outcome: 'under-way' }, []])
  world.setOnline(true)
  await runToEnd()
  expect(states()).toEqual(['done', 'done'])
  expect(world.allJobs()[0]?.id).toBe(id)
  // Booked for the time at which it was sent.
  const sent = world.ledger().find((entry) => entry.id === tried!.id)!
  expect(sent).toMatchObject({ outcome: 'done', billed: 'yes' })
  expect(sent.atMs - tried!.atMs).toBeGreaterThanOrEqual(600_000)
  expect(world.ledger()).toHaveLength(2)
})

it('what never arrived is not billed when it is canceled while it waits', async () => {
  world.wire.responses = ['unreachable']
  const id = await submit()
  await vi.waitFor(() => expect(world.wire.responses).toEqual([]))
  world.setOnline(false)
  await world.time.advance(60_000)
  await world.jobs().cancel(id)
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ state: 'cancelled', isBilled: 'no' }])
  expect(world.ledger()).toMatchObject([{ outcome: 'cancelled', billed: 'no' }])
})

it('cancels a job at the request of another program', async () => {
  world.wire.responses = ['task', 'task']
  world.wire.looksNeeded = 1_000
  const id = await submit()
  await untilPhase(id, 'waiting')
  const { callId } = world.allJobs()[0]!
  await world.requestCancel([callId])
  await vi.waitFor(() => expect(states()).toEqual(['cancelled']), { timeout: 5_000 })
  await vi.waitFor(() => expect(world.wire.cancelled).toHaveLength(1))
  const cancelled = [{ outcome: 'cancelled', billed: 'unknown' }]
  await vi.waitFor(() => expect(world.ledger()).toMatchObject(cancelled))
})

const ofAgent = requestOf({ trace: { agent: 'Trial' } })

/** Without a window, after a moment: calls belong to processes, which are told apart by when they ran. */
async function startAgents(): Promise<void> {
  world.kill()
  await world.time.advance(60_000)
  await world.start({ recovers: false })
}

it('ends what agents of a killed process had not sent, for agents without a window, and nothing else', async () => {
  world.wire.responses = ['task']
  const sent = await submit(ofAgent)
  await untilPhase(sent, 'waiting')
  await world.jobs().queue.setPaused(null, true)
  await submit(ofAgent)
  await submit({ prompt: 'of a person' })
  const before = world.agentsToday()
  await startAgents()
  expect(world.agentsToday()).toEqual(before)
  await world.jobs().endUnsentOfAgents()
  expect(states()).toEqual(['running', 'cancelled', 'queued'])
  expect(world.allJobs()[1]).toMatchObject({ wasSent: false, isBilled: 'no' })
  expect(world.agentsToday()).toEqual({ ...before, usd: before.usd / 2 })
  // What this process has just queued is its own.
  await world.jobs().queue.setPaused(null, true)
  await submit(ofAgent)
  expect(await world.jobs().endUnsentOfAgents()).toBe(0)
  expect(states()).toEqual(['running', 'cancelled', 'queued', 'queued'])
  expect(world.wire.begun.size).toBe(1)
})

it('cancels at once what a killed process had not sent, and only marks what it may have sent', async () => {
  world.wire.responses = ['task']
  const sent = await submit()
  await untilPhase(sent, 'waiting')
  await world.jobs().queue.setPaused(null, true)
  await submit()
  await submit()
  const [first, second] = world.allJobs()
  await startAgents()
  await world.jobs().queue.cancel([first!.callId, second!.callId])
  expect(states()).toEqual(['running', 'cancelled', 'queued'])
  expect(world.ledger()).toMatchObject([{ outcome: 'under-way' }])
})

it('retries a job as a new job in the same run', async () => {
  world.wire.responses = ['failed', 'done']
  const [run] = await world.jobs().run([requestOf({ prompt: 'again' })], { runId: 'run-1' })
  await runToEnd()
  expect(states()).toEqual(['failed'])
  const { ids } = await world.jobs().retry((run as { ids: JobSnapshot['id'][] }).ids)
  await runToEnd()
  expect(world.allJobs().map(({ id, state, runId, prompt }) => [id === ids[0], state, runId, prompt])).toEqual([
    [false, 'failed', 'run-1', 'again'],
    [true, 'done', 'run-1', 'again'],
  ])
})

it('delivers a received response, however often the program dies', async () => {
  world.wire.responses = ['pixels']
  const id = await submit()
  for (let death = 1; death <= 3; death++) {
    while (world.stages()[0]?.[0] !== 'made') await turn()
    world.kill()
    await world.start()
  }
  await runToEnd()
  expect(world.allJobs()).toMatchObject([{ id, state: 'done', resultId: id, isBilled: 'yes', costUsd: priceUsd }])
  expect([...world.wire.begun.values()]).toEqual([1])
})

it.each(['all', 'the first'])(
  'delivers %s of the images that were on disk before their call was marked as made',
  async (which) => {
    world.wire.responses = ['pixels']
    const [first, second] = (await world.jobs().generate(requestOf({ n: 2 }))).ids
    while (world.received.size < 2) await turn()
    expect(world.stages()).toMatchObject([['sending', 0]])
    world.kill()
    if (which === 'the first') world.received.delete(second!)
    await world.start()
    await runToEnd()
    const billed = { isBilled: 'yes', costUsd: priceUsd }
    const lost = { id: second, state: 'failed', resultId: null, ...billed }
    expect(world.allJobs()).toMatchObject([
      { id: first, state: 'done', resultId: first, seed: 7, ...billed },
      which === 'all' ? { id: second, state: 'done', resultId: second, ...billed } : lost,
    ])
    expect([[...world.wire.begun.values()], world.filedTwice, world.received.size]).toEqual([[1], [], 0])
    expect(world.ledger()).toMatchObject([{ outcome: 'done', billed: 'yes', realUsd: 2 * priceUsd }])
  },
)

it('leaves an image canceled when a restart comes before the other image of its request is there', async () => {
  world.wire.responses = ['done']
  const untilKilled = Promise.withResolvers<void>()
  world.jobs().onChanged(({ id, phase, state }) => {
    const [first] = world.allJobs()
    if (id === first?.id && phase === 'fetching') void world.jobs().cancel(id)
    if (state !== 'cancelled') return
    world.kill()
    untilKilled.resolve()
  })
  await submit({ n: 2 })
  await untilKilled.promise
  expect(states()).toEqual(['cancelled', 'running'])
  await world.start()
  await runToEnd()
  const [canceled, other] = world.allJobs()
  expect(canceled).toMatchObject({ state: 'cancelled', resultId: null })
  expect(other).toMatchObject({ state: 'done', isBilled: 'yes' })
  expect([world.filed.has(canceled!.id), [...world.wire.begun.values()]]).toEqual([false, [1]])
})
