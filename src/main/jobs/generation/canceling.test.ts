import { describe, expect, it, vi } from 'vitest'
import { fakeCard, type FakeService } from '../../../../test/support/fake-providers.ts'
import { settle } from '../../../../test/support/fake-time.ts'
import {
  done,
  fault,
  requestOf,
  sourceId,
  waiting,
  withGenerationStudio,
} from '../../../../test/support/generation-studio.ts'
import { AppError } from '../../../shared/errors/index.ts'

const studio = withGenerationStudio()

/** Makes `count` images available once the test resolves the returned promise. */
function holdImages(service: FakeService, count: number): PromiseWithResolvers<void> {
  const arriving = Promise.withResolvers<void>()
  const names = Array.from({ length: count }, (_, index) => `image ${index}`)
  service.submits = [
    async ({ onSending }) => {
      onSending()
      return done(names)
    },
  ]
  for (const name of names) {
    service.images.set(
      name,
      arriving.promise.then(() => new TextEncoder().encode(name)),
    )
  }
  return arriving
}

describe('canceling', () => {
  it('sends nothing while the call is queued', async () => {
    const { openai, generate, jobs, ended } = studio.open()
    openai.concurrency = 1
    openai.submits = [() => new Promise(() => undefined)]
    const running = await generate()
    const queued = await generate({ n: 2 })
    await jobs.cancel(queued[1]!)
    for (const job of await ended(queued))
      expect(job).toMatchObject({ state: 'cancelled', wasSent: false, isBilled: 'no' })
    await jobs.cancel(running[0]!)
    await ended(running)
    await settle()
    expect(openai.seen.submitted).toHaveLength(1)
  })

  it('does not wait for the keychain', async () => {
    const { openai, generate, jobs, ended } = studio.open()
    openai.holdOpening = new Promise(() => undefined)
    const ids = await generate()
    await jobs.cancel(ids[0]!)
    expect((await ended(ids))[0]).toMatchObject({ state: 'cancelled', wasSent: false, isBilled: 'no' })
    expect(openai.seen.submitted).toEqual([])
  })

  it('sends nothing while images are being prepared', async () => {
    const { openai, generate, jobs, ended, imaging } = studio.open()
    const preparation = Promise.withResolvers<never>()
    imaging.prepareInput.mockReturnValueOnce(preparation.promise)
    const ids = await generate({ operation: 'edit', sourceId })
    await jobs.cancel(ids[0]!)
    preparation.reject(AppError.cancelled())
    expect((await ended(ids))[0]).toMatchObject({ state: 'cancelled', wasSent: false, isBilled: 'no' })
    expect([openai.seen.submitted.length, openai.seen.cancelled.length]).toEqual([0, 0])
  })

  it('sends nothing just before the connection opens', async () => {
    const { openai, generate, jobs, ended } = studio.open()
    const opening = Promise.withResolvers<void>()
    let isSent = false
    openai.submits = [
      async ({ onSending }) => {
        await opening.promise
        onSending()
        isSent = true
        return done(['x'])
      },
    ]
    const ids = await generate()
    await jobs.cancel(ids[0]!)
    opening.resolve()
    expect((await ended(ids))[0]).toMatchObject({ state: 'cancelled', wasSent: false, isBilled: 'no' })
    await settle()
    expect([isSent, openai.seen.cancelled.length]).toEqual([false, 0])
  })

  it('asks the service to stop after sending, by ticket while there is no handle', async () => {
    const { openai, generate, jobs, ended } = studio.open()
    openai.submits = [
      ({ onSending }) => {
        onSending()
        return new Promise(() => undefined)
      },
    ]
    const ids = await generate({ n: 2 })
    await jobs.cancel(ids[0]!)
    for (const job of await ended(ids))
      expect(job).toMatchObject({ state: 'cancelled', wasSent: true, isBilled: 'unknown' })
    await settle()
    expect(openai.seen.cancelled).toEqual([openai.seen.submitted[0]?.ticket])
  })

  it('stops polling and asks the service to stop', async () => {
    const { openai, generate, jobs, ended, time } = studio.open()
    openai.submits = [waiting('task-1')]
    openai.polls = [waiting('task-2', 0.5)]
    const ids = await generate()
    await time.advance(2_000)
    await jobs.cancel(ids[0]!)
    expect((await ended(ids))[0]).toMatchObject({
      state: 'cancelled',
      wasSent: true,
      isBilled: 'unknown',
      handle: 'task-2',
    })
    await time.advance(60_000)
    expect([openai.seen.polled.length, openai.seen.cancelled]).toEqual([1, ['task-2']])
  })

  describe('on a server that cannot interrupt its work', () => {
    const keepsWorking = { worksOnAfterCancel: true, price: { per: 'free' } } as const

    it('removes a task that has not started from the queue of the server', async () => {
      const { openai, generate, jobs, ended, time } = studio.open()
      openai.card = fakeCard('openai-1', keepsWorking)
      openai.submits = [waiting('task-1')]
      openai.polls = [waiting('task-1')]
      const ids = await generate()
      await time.advance(2_000)
      await jobs.cancel(ids[0]!)
      expect((await ended(ids))[0]).toMatchObject({ state: 'cancelled', wasSent: true, isBilled: 'no' })
      expect([openai.seen.polled.length, openai.seen.cancelled]).toEqual([1, ['task-1']])
    })

    it('shows the stopping phase, holds the lane until the server is done and discards the result', async () => {
      const { openai, generate, jobs, now, ended, time, library } = studio.open()
      Object.assign(openai, { card: fakeCard('openai-1', keepsWorking), concurrency: 1, cancels: 'works-on' })
      openai.submits = [waiting('task-1'), done(['next'])]
      openai.polls = [waiting('task-1'), waiting('task-1'), done(['late'])]
      const [first] = await generate()
      const [next] = await generate()
      await time.advance(2_000)
      await jobs.cancel(first!)
      await settle()
      expect(await now(first!)).toMatchObject({ state: 'running', phase: 'stopping' })
      expect([(await now(next!)).state, openai.seen.submitted.length]).toEqual(['queued', 1])
      await time.advance(4_000)
      const [cancelled, made] = await ended([first!, next!])
      expect(cancelled).toMatchObject({ state: 'cancelled', phase: null, resultId: null })
      expect(made?.state).toBe('done')
      expect(library.filed.map(({ text }) => text)).toEqual(['next'])
    })

    it('sends nothing before the call was sent', async () => {
      const { openai, generate, jobs, ended } = studio.open()
      openai.card = fakeCard('openai-1', keepsWorking)
      openai.holdOpening = new Promise(() => undefined)
      const ids = await generate()
      await jobs.cancel(ids[0]!)
      expect((await ended(ids))[0]).toMatchObject({ state: 'cancelled', wasSent: false })
    })
  })

  it('keeps a rate-limited call unbilled and has nothing to stop at the service', async () => {
    const { openai, generate, jobs, ended } = studio.open()
    openai.submits = [fault('provider/rate-limited', 'no', { afterMs: 30_000 })]
    const ids = await generate()
    await jobs.cancel(ids[0]!)
    expect((await ended(ids))[0]).toMatchObject({
      state: 'cancelled',
      wasSent: true,
      isBilled: 'no',
      waitingUntilMs: null,
    })
    await settle()
    expect(openai.seen.cancelled).toEqual([])
  })

  it('has no effect while a paid image is inspected or filed', async () => {
    const { openai, generate, jobs, ended, library, imaging } = studio.open()
    openai.submits = [done(['x'])]
    const judge = imaging.inspectAnswer.getMockImplementation()!
    const judging = Promise.withResolvers<void>()
    imaging.inspectAnswer.mockImplementationOnce(async (path) => {
      await judging.promise
      return judge(path)
    })
    const early = await generate()
    await vi.waitFor(() => expect(imaging.inspectAnswer).toHaveBeenCalled())
    await jobs.cancel(early[0]!)
    judging.resolve()
    expect((await ended(early))[0]).toMatchObject({ state: 'done', isBilled: 'yes' })

    const filing = Promise.withResolvers<void>()
    library.holdFiling = filing.promise
    const spy = vi.spyOn(library, 'add')
    const late = await generate()
    await vi.waitFor(() => expect(spy).toHaveBeenCalled())
    await jobs.cancel(late[0]!)
    filing.resolve()
    expect((await ended(late))[0]?.state).toBe('done')
    expect([library.filed.length, openai.seen.cancelled, await studio.leftovers()]).toEqual([2, [], []])
  })

  it('keeps the other images of a call while they are fetched', async () => {
    const { openai, generate, jobs, ended, library } = studio.open()
    const arriving = holdImages(openai, 3)
    const ids = await generate({ n: 3 })
    await jobs.cancel(ids[1]!)
    expect((await ended([ids[1]!]))[0]).toMatchObject({ state: 'cancelled', isBilled: 'yes', wasSent: true })
    arriving.resolve()
    expect((await ended(ids)).map(({ state }) => state)).toEqual(['done', 'cancelled', 'done'])
    expect(library.filed.map(({ text }) => text).toSorted()).toEqual(['image 0', 'image 2'])
  })

  it('stops fetching when all images of a call are canceled', async () => {
    const { openai, generate, jobs, ended, library } = studio.open()
    holdImages(openai, 2)
    const ids = await generate({ n: 2 })
    for (const id of ids) await jobs.cancel(id)
    for (const job of await ended(ids)) expect(job).toMatchObject({ state: 'cancelled', isBilled: 'yes' })
    expect([library.filed, openai.seen.cancelled]).toEqual([[], []])
  })

  it('waits at shutdown for an image that is being fetched', async () => {
    const { openai, generate, jobs, library } = studio.open()
    const arriving = holdImages(openai, 1)
    const ids = await generate()
    const closed = jobs.dispose()
    await settle()
    arriving.resolve()
    await closed
    expect((await jobs.finished(ids[0]!)).state).toBe('done')
    expect(library.filed).toHaveLength(1)
  })

  it('gives up at shutdown on an image that does not arrive', async () => {
    const { openai, generate, jobs } = studio.open()
    holdImages(openai, 1)
    const ids = await generate()
    await jobs.dispose()
    expect(await jobs.finished(ids[0]!)).toMatchObject({ state: 'cancelled', isBilled: 'yes' })
  })

  it('sends nothing at shutdown that is just being queued, and keeps it for the next start', async () => {
    const { openai, generate, jobs, ended, store } = studio.open()
    openai.card = fakeCard('openai-1', { imagesPerCall: 1 })
    openai.submits = [done(['x'])]
    const writing = Promise.withResolvers<void>()
    const adding = vi.fn(async (input: Parameters<typeof store.call<'queue.add'>>[1]) => {
      delete store.instead['queue.add']
      await writing.promise
      return store.call('queue.add', input)
    })
    store.instead['queue.add'] = adding
    const generating = generate({ n: 2 })
    await vi.waitFor(() => expect(adding).toHaveBeenCalled())
    const closed = jobs.dispose()
    writing.resolve()
    const jobsAtEnd = await ended(await generating)
    await closed
    expect(jobsAtEnd.map(({ state, wasSent }) => [state, wasSent])).toEqual([
      ['queued', false],
      ['queued', false],
    ])
    expect(openai.seen.submitted).toEqual([])
    expect(await store.call('queue.unfinished', { after: '', limit: 9 })).toHaveLength(2)
  })

  it('keeps queued calls and resumable tasks at shutdown', async () => {
    const { openai, generate, jobs, store } = studio.open()
    openai.concurrency = 1
    openai.submits = [waiting('task-1')]
    openai.polls = [waiting('task-1')]
    const ids = [...(await generate()), ...(await generate())]
    await jobs.dispose()
    expect(openai.seen.cancelled).toEqual([])
    const unfinished = await store.call('queue.unfinished', { after: '', limit: 9 })
    expect(unfinished.map(({ stage, owner, hasHandle, jobs: [job] }) => [job?.id, stage, owner, hasHandle])).toEqual(
      expect.arrayContaining([
        [ids[0], 'remote', null, true],
        [ids[1], 'waiting', null, false],
      ]),
    )
    await expect(jobs.generate(requestOf())).rejects.toMatchObject({ code: 'request/cancelled' })
  })

  it('ends calls at shutdown that cannot be resumed', async () => {
    const { openai, generate, jobs, store } = studio.open()
    openai.concurrency = 1
    openai.submits = [
      ({ onSending }) => {
        onSending()
        return new Promise(() => undefined)
      },
    ]
    const ids = [...(await generate()), ...(await generate({}, 'for this one only'))]
    await jobs.dispose()
    const finished = await Promise.all(ids.map((id) => jobs.finished(id)))
    expect(finished.map(({ state, wasSent, isBilled }) => [state, wasSent, isBilled])).toEqual([
      ['cancelled', true, 'unknown'],
      ['cancelled', false, 'no'],
    ])
    expect(await store.call('queue.unfinished', { after: '', limit: 9 })).toEqual([])
  })
})
