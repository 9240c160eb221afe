import { describe, expect, it } from 'vitest'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import { done, fault, sourceId, withGenerationStudio } from '../../../../test/support/generation-studio.ts'
import { AppError } from '../../../shared/errors/index.ts'

const studio = withGenerationStudio()

const costing = (id: string, usd: number) =>
  fakeCard(id, {
    price: { per: 'image', asOf: '2026-11-01', isSure: true, rows: [{ quality: null, maxPixels: null, usd }] },
  })

describe('fallback', () => {
  const order = [
    { provider: 'bfl', model: 'bfl-1' },
    { provider: 'fal', model: 'fal-1' },
  ] as const

  it.each([
    'credential/missing',
    'credential/rejected',
    'provider/disabled',
    'provider/unknown-model',
    'provider/quota',
    'provider/unavailable',
    'provider/rate-limited',
    'network/offline',
    'network/interrupted',
  ] as const)('tries the next provider in order after %s and records the failed attempt', async (code) => {
    const { openai, providers, generate, ended, library } = studio.open()
    providers.fallbackOrder = [...order]
    openai.submits = [fault(code, 'no')]
    providers.service('bfl').submits = [done(['from bfl'])]
    const [job] = await ended(await generate())
    expect(job).toMatchObject({
      state: 'done',
      provider: 'bfl',
      model: 'bfl-1',
      attempts: [{ ref: { provider: 'openai', model: 'openai-1' }, error: { code } }],
    })
    expect(library.filed[0]).toMatchObject({ text: 'from bfl', recipe: { provider: 'bfl', model: 'bfl-1' } })
    expect(providers.service('fal').seen.submitted).toEqual([])
  })

  it.each([
    ['the same', 0.04, 'bfl'],
    ['more than the limit', 0.2, 'fal'],
  ])('uses a provider that costs %s only if the limits allow it', async (_what, usd, provider) => {
    const admitted: (number | null)[][] = []
    const { openai, providers, generate, ended } = studio.open({
      admitter: {
        admit: async ({ estimates }) => {
          admitted.push([...estimates])
          if (estimates.some((each) => (each ?? 0) > 0.1)) throw new AppError('money/needs-approval', 'Too dear.')
          return async () => undefined
        },
      },
    })
    providers.fallbackOrder = [...order]
    providers.service('bfl').card = costing('bfl-1', usd)
    openai.submits = [fault('provider/unavailable', 'no')]
    for (const id of ['bfl', 'fal'] as const) providers.service(id).submits = [done([`from ${id}`])]
    const [job] = await ended(await generate())
    expect(job).toMatchObject({ state: 'done', provider })
    // Its price, then the additional cost of the other services.
    expect(admitted[0]).toEqual([0.04])
    expect(admitted[1]![0]).toBeCloseTo(usd - 0.04, 9)
  })

  it.each([
    ['for a command', { isWatched: false }, {}],
    ['for an agent', {}, { trace: { agent: 'Trial' } }],
  ])('keeps to the price that was admitted %s, whatever the standing limits', async (_what, overrides, change) => {
    const { openai, providers, generate, ended } = studio.open(overrides)
    providers.fallbackOrder = [...order]
    providers.service('bfl').card = costing('bfl-1', 0.2)
    providers.service('fal').card = costing('fal-1', 0.04)
    openai.submits = [fault('provider/unavailable', 'no')]
    for (const id of ['bfl', 'fal'] as const) providers.service(id).submits = [done([`from ${id}`])]
    const [job] = await ended(await generate(change))
    expect(job).toMatchObject({ state: 'done', provider: 'fal' })
    expect(job?.attempts.map(({ error }) => error.code)).toEqual(['provider/unavailable', 'money/over-cap'])
    expect(providers.service('bfl').seen.submitted).toEqual([])
  })

  it('measures time from the first attempt', async () => {
    const { openai, providers, generate, ended, time } = studio.open()
    providers.fallbackOrder = [...order]
    openai.submits = [
      async () => {
        time.clock.advance(7_000)
        throw fault('provider/unavailable', 'no')
      },
    ]
    providers.service('bfl').submits = [
      async () => {
        time.clock.advance(2_000)
        return done(['from bfl'])
      },
    ]
    expect((await ended(await generate()))[0]).toMatchObject({ state: 'done', timingMs: 9_000 })
  })

  it('also applies when the service cannot be opened', async () => {
    const { openai, providers, generate, ended } = studio.open()
    providers.fallbackOrder = [...order]
    openai.openFault = new AppError('credential/missing', 'No key.')
    providers.service('bfl').openFault = new AppError('credential/unavailable', 'No keychain.')
    providers.service('fal').submits = [done(['from fal'])]
    const [job] = await ended(await generate())
    expect(job?.attempts.map(({ ref, error }) => [ref.provider, error.code])).toEqual([
      ['openai', 'credential/missing'],
      ['bfl', 'credential/unavailable'],
    ])
    expect(job).toMatchObject({ state: 'done', provider: 'fal' })
  })

  it('skips providers that cannot do the request, replans the calls and never passes on the API key', async () => {
    const { openai, providers, generate, ended } = studio.open()
    providers.fallbackOrder = [...order]
    openai.submits = [fault('provider/quota', 'no')]
    providers.service('bfl').card = fakeCard('bfl-1', { canGenerate: false })
    const fal = providers.service('fal')
    fal.card = fakeCard('fal-1', { imagesPerCall: 2 })
    fal.submits = [done(['a', 'b'])]
    const jobs = await ended(await generate({ n: 3 }, 'a key for openai only'))
    expect(jobs.map(({ state, provider }) => [state, provider])).toEqual(
      Array.from({ length: 3 }, () => ['done', 'fal']),
    )
    expect(jobs[0]?.attempts.map(({ error }) => error.code)).toEqual(['provider/quota', 'provider/unsupported'])
    expect(fal.seen.submitted.map(({ n }) => n)).toEqual([2, 1])
    expect([openai.seen.keys, fal.seen.keys]).toEqual([['a key for openai only'], [undefined, undefined]])
  })

  it('ends with the last error when no provider remains', async () => {
    const { openai, providers, generate, ended } = studio.open()
    providers.fallbackOrder = [order[0]]
    openai.submits = [fault('provider/quota', 'no')]
    providers.service('bfl').submits = [fault('credential/rejected', 'no')]
    const [job] = await ended(await generate())
    expect(job).toMatchObject({
      state: 'failed',
      provider: 'bfl',
      error: { code: 'credential/rejected' },
      isBilled: 'no',
    })
    expect(job?.attempts.map(({ error }) => error.code)).toEqual(['provider/quota'])
  })

  it('does not apply to refusals, invalid requests or local failures', async () => {
    const { openai, providers, generate, ended, imaging } = studio.open()
    providers.fallbackOrder = [...order]
    openai.submits = [{ type: 'refused', what: 'prompt', message: 'No.', isBilled: 'no' }]
    expect((await ended(await generate()))[0]?.state).toBe('refused')
    openai.submits = [fault('provider/invalid-request', 'no')]
    expect((await ended(await generate()))[0]?.state).toBe('failed')
    imaging.prepareInput.mockRejectedValueOnce(new AppError('media/too-large', 'Too large to send.'))
    expect((await ended(await generate({ operation: 'edit', sourceId })))[0]).toMatchObject({
      state: 'failed',
      error: { code: 'media/too-large' },
      wasSent: false,
      isBilled: 'no',
    })
    expect(providers.service('bfl').seen.keys).toEqual([])
  })

  it('can be canceled in the lane of the fallback provider', async () => {
    const { openai, providers, generate, jobs, ended } = studio.open()
    providers.fallbackOrder = [order[0]]
    const bfl = providers.service('bfl')
    bfl.concurrency = 1
    bfl.submits = [() => new Promise(() => undefined)]
    await generate({ provider: 'bfl', model: 'bfl-1' })
    openai.submits = [fault('provider/quota', 'no')]
    const ids = await generate()
    await jobs.cancel(ids[0]!)
    expect((await ended(ids))[0]).toMatchObject({ state: 'cancelled', provider: 'bfl', isBilled: 'no' })
    await jobs.dispose()
    expect(bfl.seen.submitted).toHaveLength(1)
  })
})
