import { describe, expect, it } from 'vitest'
import { done, fault, waiting, withGenerationStudio } from '../../../../test/support/generation-studio.ts'
import type { TaskState } from '../../providers/core/adapter.ts'

const studio = withGenerationStudio()

describe('a remote task', () => {
  it('is polled at the interval of its service and shows its progress', async () => {
    const { openai, generate, now, ended, time, store } = studio.open()
    openai.submits = [{ type: 'waiting', handle: 'task-1', progress: null, pollAfterMs: 5_000 }]
    openai.polls = [waiting('task-1', 0.4), waiting('task-1', 0.3), done(['x'])]
    const [id] = await generate()
    expect(await now(id!)).toMatchObject({
      state: 'running',
      phase: 'waiting',
      handle: 'task-1',
      progress: null,
      wasSent: true,
    })
    expect(store.jobs.get(id!)?.handle).toBe('task-1')
    await time.advance(4_999)
    expect(openai.seen.polled).toEqual([])
    await time.advance(1)
    expect((await now(id!)).progress).toBe(0.4)
    await time.advance(2_000)
    expect((await now(id!)).progress).toBe(0.4)
    await time.advance(2_000)
    expect((await ended([id!]))[0]).toMatchObject({ state: 'done', timingMs: 9_000, progress: 1 })
    expect(openai.seen.submitted).toHaveLength(1)
  })

  it.each([
    'network/offline',
    'network/interrupted',
    'network/timeout',
    'provider/unavailable',
    'provider/rate-limited',
  ] as const)('survives %s while polling, with growing delays', async (code) => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [waiting('task-1')]
    openai.polls = [fault(code, 'unknown'), fault(code, 'unknown'), fault(code, 'unknown'), done(['x'])]
    const ids = await generate()
    await time.advance(2_000 + 2_000 + 4_000 + 8_000 - 1)
    expect(openai.seen.polled).toHaveLength(3)
    await time.advance(1)
    expect((await ended(ids))[0]?.state).toBe('done')
  })

  it('survives the page of a network login while polling', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [waiting('task-1')]
    openai.polls = [fault('provider/bad-reply', 'unknown', { isPage: true }), done(['x'])]
    const ids = await generate()
    await time.advance(2_000 + 2_000)
    expect(openai.seen.submitted).toHaveLength(1)
    expect((await ended(ids))[0]?.state).toBe('done')
  })

  it.each([
    'provider/bad-reply',
    'provider/task-failed',
    'provider/invalid-request',
    'credential/rejected',
    'network/blocked-url',
    'internal/bug',
  ] as const)('goes on after %s while polling', async (code) => {
    const { openai, generate, ended, time } = studio.open()
    const odd = fault(code, 'unknown')
    openai.submits = [waiting('task-1')]
    openai.polls = [...Array.from({ length: 5 }, () => odd), waiting('task-1'), odd, done(['x'])]
    const ids = await generate()
    await time.advance(120_000)
    expect(openai.seen.submitted).toHaveLength(1)
    expect((await ended(ids))[0]?.state).toBe('done')
  })

  it('fails when polling returns nothing that can be read several times in a row', async () => {
    const { openai, providers, generate, now, ended, time } = studio.open()
    providers.fallbackOrder = [{ provider: 'bfl', model: 'bfl-1' }]
    openai.submits = [waiting('task-1')]
    openai.polls = [fault('provider/bad-reply', 'unknown', { requestId: 'req-9' })]
    const ids = await generate()
    await time.advance(2_000 + 2_000 + 4_000 + 8_000 + 16_000 + 30_000 - 1)
    expect((await now(ids[0]!)).state).toBe('running')
    await time.advance(1)
    expect((await ended(ids))[0]).toMatchObject({
      state: 'failed',
      error: { code: 'provider/bad-reply' },
      isBilled: 'unknown',
      requestId: 'req-9',
      handle: 'task-1',
    })
    expect(openai.seen.polled).toHaveLength(6)
  })

  it.each([
    [
      { type: 'failed', message: 'Out of paint', isBilled: 'unknown' },
      'provider/task-failed',
      'Out of paint',
      'unknown',
    ],
    [{ type: 'expired', message: '' }, 'provider/task-expired', 'no longer has', 'unknown'],
  ] as const)('that ends as %j fails with the matching error', async (end, code, message, isBilled) => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [waiting('task-1')]
    openai.polls = [end]
    const ids = await generate()
    await time.advance(4_000)
    const [job] = await ended(ids)
    expect(job).toMatchObject({ state: 'failed', error: { code, message: expect.stringContaining(message) }, isBilled })
  })

  it('is not gone for one answer that does not know it', async () => {
    const { openai, generate, ended, time } = studio.open()
    const gone = { type: 'expired', message: 'no Route matched' } as const
    openai.submits = [waiting('task-1')]
    openai.polls = [gone, waiting('task-1'), gone, done(['x'])]
    const ids = await generate()
    await time.advance(8_000)
    expect((await ended(ids))[0]?.state).toBe('done')
  })

  it('is canceled when the service reports a cancellation', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [waiting('task-1')]
    openai.polls = [{ type: 'cancelled' }]
    const ids = await generate()
    await time.advance(2_000)
    expect((await ended(ids))[0]).toMatchObject({ state: 'cancelled', wasSent: true, isBilled: 'unknown', error: null })
  })

  it('is abandoned at the deadline as possibly billed', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.timing = { ...openai.timing, deadlineMs: 120_000 }
    openai.submits = [waiting('task-1')]
    openai.polls = [waiting('task-1', 0.5)]
    const ids = await generate()
    await time.advance(119_999)
    expect(openai.seen.polled).toHaveLength(59)
    await time.advance(1)
    expect((await ended(ids))[0]).toMatchObject({
      state: 'failed',
      error: { code: 'network/timeout', message: expect.stringContaining('2 minutes. This may have been billed.') },
      isBilled: 'unknown',
      handle: 'task-1',
    })
  })

  it('is not abandoned at the deadline while the connection is down', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.timing = { ...openai.timing, deadlineMs: 4_000 }
    openai.submits = [waiting('task-1')]
    openai.polls = [
      waiting('task-1'),
      ...Array.from({ length: 5 }, () => fault('network/offline', 'unknown')),
      done(['x']),
    ]
    const ids = await generate()
    await time.advance(300_000)
    expect((await ended(ids))[0]?.state).toBe('done')
    openai.submits = [waiting('task-2')]
    openai.polls = [fault('network/offline', 'unknown')]
    const lost = await generate()
    await time.advance(300_000)
    expect((await ended(lost))[0]).toMatchObject({ state: 'failed', error: { code: 'network/timeout' } })
  })

  it.each([24 * 3_600_000, -24 * 3_600_000])('survives a system clock change of %i ms', async (byMs) => {
    const { openai, generate, ended, time } = studio.open()
    openai.timing = { ...openai.timing, deadlineMs: 20_000 }
    openai.submits = [waiting('task-1')]
    openai.polls = [waiting('task-1'), waiting('task-1'), waiting('task-1'), done(['x'])]
    const ids = await generate()
    await time.advance(2_000)
    time.jump(byMs)
    await time.advance(8_000)
    const [job] = await ended(ids)
    expect(job?.state).toBe('done')
    expect(job?.timingMs).toBeGreaterThanOrEqual(0)
  })

  it('survives a system clock change while it is sent', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [
      async () => {
        time.jump(24 * 3_600_000)
        return waiting('task-1')
      },
    ]
    openai.polls = [waiting('task-1'), waiting('task-1'), done(['x'])]
    const ids = await generate()
    await time.advance(10_000)
    expect((await ended(ids))[0]?.state).toBe('done')
  })

  it('is polled once more when sending used up the deadline', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.timing = { submitTimeoutMs: 5_000, pollEveryMs: 1_000, deadlineMs: 5_000 }
    openai.submits = [
      async () => {
        time.clock.advance(5_000)
        return waiting('task-1')
      },
    ]
    openai.polls = [done(['x'])]
    const ids = await generate()
    await time.advance(60_000)
    expect((await ended(ids))[0]?.state).toBe('done')
  })

  it('stores only the redacted handle and polls with the full one', async () => {
    const { openai, generate, now, ended, time } = studio.open()
    openai.submits = [
      { type: 'waiting', handle: 'task-1?key=secret', shownHandle: 'task-1?key=[redacted]', progress: null },
    ]
    openai.polls = [done(['x'])]
    const ids = await generate()
    expect((await now(ids[0]!)).handle).toBe('task-1?key=[redacted]')
    await time.advance(2_000)
    expect((await ended(ids))[0]?.state).toBe('done')
    expect(openai.seen.polled).toEqual(['task-1?key=secret'])
  })

  it('shows previews of the live channel, and of progress polling until the response arrives', async () => {
    const { openai, generate, now, jobs, ended, time } = studio.open()
    const response = Promise.withResolvers<TaskState>()
    openai.watched = { progress: 0.25, preview: { bytes: new Uint8Array([5]), mime: 'image/jpeg' } }
    openai.submits = [
      async ({ onSending, onUpdate }) => {
        onSending()
        onUpdate({ progress: 0.1, preview: { bytes: new Uint8Array([4]), mime: 'image/png' } })
        return response.promise
      },
    ]
    const [id] = await generate()
    expect(await now(id!)).toMatchObject({
      phase: 'sending',
      progress: 0.1,
      preview: { revision: 1, box: { x: 0, y: 0, widthPx: 64, heightPx: 64 } },
    })
    expect(jobs.preview(id!, 1)).toEqual({ bytes: new Uint8Array([4]), mime: 'image/png' })
    await time.advance(1_000)
    expect(await now(id!)).toMatchObject({ progress: 0.25, preview: { revision: 2 } })
    const { ticket } = openai.seen.submitted[0]!
    expect([openai.seen.listened, openai.seen.watched]).toEqual([[ticket], [ticket]])
    response.resolve(done(['x']))
    await ended([id!])
    await time.advance(5_000)
    expect([openai.seen.watched.length, openai.seen.closed]).toEqual([1, 1])
    expect(jobs.preview(id!, 2)).toBeNull()
  })
})

describe('a service that is not ready', () => {
  it('is retried after the delay it names, and the delay is shown', async () => {
    const { openai, generate, now, ended, time } = studio.open()
    openai.submits = [{ type: 'not-ready', afterMs: 20_000, note: 'loading' }, done(['x'])]
    const [id] = await generate()
    expect(await now(id!)).toMatchObject({ phase: 'waiting', waitingUntilMs: time.clock.nowMs() + 20_000 })
    await time.advance(20_000)
    expect((await ended([id!]))[0]).toMatchObject({ state: 'done', waitingUntilMs: null })
    expect(new Set(openai.seen.submitted.map(({ ticket }) => ticket)).size).toBe(1)
  })

  it('fails at the deadline without being billed', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [{ type: 'not-ready', afterMs: 70_000, note: 'loading' }]
    const ids = await generate()
    await time.advance(280_000)
    expect(openai.seen.submitted).toHaveLength(5)
    expect((await ended(ids))[0]).toMatchObject({
      state: 'failed',
      error: {
        code: 'provider/unavailable',
        message: expect.stringContaining('“loading.” Nothing was started or billed.'),
      },
      isBilled: 'no',
    })
  })

  it('gives the task its full deadline once it has started', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [{ type: 'not-ready', afterMs: 290_000, note: 'loading' }, waiting('task-1')]
    openai.polls = [waiting('task-1')]
    const ids = await generate()
    await time.advance(290_000 + 299_999)
    expect(openai.seen.polled).toHaveLength(149)
    await time.advance(1)
    expect((await ended(ids))[0]).toMatchObject({
      state: 'failed',
      error: { code: 'network/timeout' },
      isBilled: 'unknown',
    })
  })

  it('shows the delay of a rate limit, then retries', async () => {
    const { openai, generate, now, ended, time } = studio.open()
    openai.submits = [fault('provider/rate-limited', 'no', { afterMs: 30_000 }), done(['x'])]
    const [id] = await generate()
    expect((await now(id!)).waitingUntilMs).toBe(time.clock.nowMs() + 30_000)
    await time.advance(29_999)
    expect(openai.seen.submitted).toHaveLength(1)
    await time.advance(1)
    expect((await ended([id!]))[0]?.state).toBe('done')
  })

  it('retries after a rate limit at most five times and waits at most ten minutes', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [fault('provider/rate-limited', 'no', { afterMs: 600_000 })]
    const patient = await generate()
    await time.advance(3_000_000)
    expect((await ended(patient))[0]).toMatchObject({
      state: 'failed',
      error: { code: 'provider/rate-limited' },
      isBilled: 'no',
    })
    expect(openai.seen.submitted).toHaveLength(6)
    for (const detail of [{ afterMs: 600_001 }, {}]) {
      openai.submits = [fault('provider/rate-limited', 'no', detail)]
      expect((await ended(await generate()))[0]?.state).toBe('failed')
    }
    expect(openai.seen.submitted).toHaveLength(8)
  })
})

describe('a server on this computer', () => {
  const refused = fault('network/offline', 'unknown', { isRefused: true })
  const onThisComputer = { submitTimeoutMs: 60_000, pollEveryMs: 1_000, deadlineMs: 7_200_000, stoppedAfterMs: 5_000 }

  it('counts as stopped, and fails its task, after refusing connections for five seconds', async () => {
    const { openai, generate, ended, time } = studio.open()
    Object.assign(openai, { baseUrl: 'http://127.0.0.1:1234', timing: onThisComputer })
    openai.submits = [waiting('task-1')]
    openai.polls = [waiting('task-1'), refused]
    const ids = await generate()
    await time.advance(6_000)
    expect((await ended(ids))[0]).toMatchObject({
      state: 'failed',
      error: {
        code: 'provider/task-failed',
        message: expect.stringMatching(/nothing responds at 127\.0\.0\.1:1234.*Start the server, then generate/),
      },
    })
  })

  it('keeps its task when it responds again in time', async () => {
    const { openai, generate, ended, time } = studio.open()
    Object.assign(openai, { baseUrl: 'http://127.0.0.1:1234', timing: onThisComputer })
    openai.submits = [waiting('task-1')]
    openai.polls = [refused, refused, refused, refused, waiting('task-1'), refused, done(['x'])]
    const ids = await generate()
    await time.advance(7_000)
    expect((await ended(ids))[0]?.state).toBe('done')
  })

  it.each([
    ['at another address', { baseUrl: 'https://box.example', timing: onThisComputer }, refused],
    ['whose tasks survive a restart', { baseUrl: 'http://127.0.0.1:4000' }, refused],
    [
      'that responds too late',
      { baseUrl: 'http://127.0.0.1:1234', timing: onThisComputer },
      fault('network/timeout', 'unknown'),
    ],
  ])('%s keeps being polled', async (_, changes, trouble) => {
    const { openai, generate, now, ended, time } = studio.open()
    Object.assign(openai, changes)
    openai.submits = [waiting('task-1')]
    openai.polls = [...Array.from({ length: 6 }, () => trouble), done(['x'])]
    const [id] = await generate()
    await time.advance(30_000)
    expect((await now(id!)).state).toBe('running')
    await time.advance(100_000)
    expect((await ended([id!]))[0]?.state).toBe('done')
  })
})

describe('a service with extreme delays', () => {
  it.each([0, -5, Number.NaN, 12.4])('is not polled in a tight loop after a delay of %d ms', async (afterMs) => {
    const { openai, generate, now, ended, time } = studio.open()
    openai.submits = [
      { type: 'not-ready', afterMs, note: 'soon' },
      { type: 'waiting', handle: 't', progress: null, pollAfterMs: afterMs },
    ]
    openai.polls = [done(['x'])]
    const [id] = await generate()
    expect([openai.seen.submitted.length, Number.isInteger((await now(id!)).waitingUntilMs)]).toEqual([1, true])
    await time.advance(499)
    expect(openai.seen.submitted).toHaveLength(1)
    await time.advance(60_000)
    expect((await ended([id!]))[0]?.state).toBe('done')
  })

  it('cannot postpone polling of a paid task for hours', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [waiting('task-1')]
    openai.polls = [fault('provider/rate-limited', 'unknown', { afterMs: 36_000_000 }), done(['x'])]
    const ids = await generate()
    await time.advance(300_000)
    expect((await ended(ids))[0]?.state).toBe('done')
  })
})

describe('paid requests', () => {
  it.each(['unknown', 'yes'] as const)(
    'are never sent again when they may have arrived (isBilled: %s)',
    async (isBilled) => {
      const { openai, providers, generate, ended, time } = studio.open()
      providers.fallbackOrder = [{ provider: 'bfl', model: 'bfl-1' }]
      for (const code of [
        'network/interrupted',
        'network/timeout',
        'provider/unavailable',
        'provider/rate-limited',
      ] as const) {
        openai.submits = [fault(code, isBilled, { afterMs: 1_000 })]
        const ids = await generate()
        await time.advance(60_000)
        expect((await ended(ids))[0]).toMatchObject({ state: 'failed', error: { code }, isBilled, attempts: [] })
      }
      expect(openai.seen.submitted).toHaveLength(4)
      expect(providers.service('bfl').seen.submitted).toEqual([])
    },
  )
})
