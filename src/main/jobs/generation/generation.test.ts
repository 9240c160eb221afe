import { describe, expect, it, vi } from 'vitest'
import { buildJob } from '../../../../test/support/build-job.ts'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import { nothingExported } from '../../../../test/support/fake-assets.ts'
import {
  done,
  fault,
  requestOf,
  sourceId,
  waiting,
  withGenerationStudio,
} from '../../../../test/support/generation-studio.ts'
import { defaultExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import { providerIds } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { newId } from '../../platform/pure/new-id.ts'

const forever = () => new Promise<never>(() => undefined)
const studio = withGenerationStudio()

describe('a generated image', () => {
  it('is filed as returned, with the request and the response in its recipe', async () => {
    const { openai, generate, ended, library, store, snapshots } = studio.open()
    openai.submits = [
      async ({ onSending }) => {
        onSending()
        return {
          type: 'done',
          images: [{ url: 'the kite', seed: 99, revisedPrompt: 'a scarlet kite' }],
          costUsd: 0.05,
          usage: { tokens: 12 },
          requestId: 'req-1',
        }
      },
    ]
    const [job] = await ended(await generate())
    expect(job).toMatchObject({
      state: 'done',
      phase: null,
      provider: 'openai',
      model: 'openai-1',
      seed: 99,
      wasSent: true,
      isBilled: 'yes',
      estimateUsd: 0.04,
      costUsd: 0.05,
      requestId: 'req-1',
      refusal: null,
      error: null,
    })
    expect(library.filed[0]).toMatchObject({
      text: 'the kite',
      name: 'a red kite over the sea',
      mime: 'image/webp',
      widthPx: 64,
      parentId: null,
      rawAnswer: null,
      temporaryMaskPath: null,
    })
    expect(library.filed[0]?.recipe).toMatchObject({
      operation: 'generate',
      // No run was specified: it belongs with the others of its call.
      runId: job!.callId,
      seed: 99,
      growPx: null,
      changedOutside: null,
      generation: {
        revisedPrompt: 'a scarlet kite',
        usage: { tokens: 12 },
        requestId: 'req-1',
        trace: { ticket: '42' },
      },
    })
    expect(store.jobs.get(job!.id)).toEqual(job)
    expect(snapshots.at(-1)).toEqual(job)
    expect(await studio.leftovers()).toEqual([])
  })

  it.each([
    ['openai-2', 'openai-2'],
    ['openai-1', undefined],
    ['models/openai-1', undefined],
    ['', undefined],
  ])('names the model that answered if another was requested: %j', async (servedModel, recorded) => {
    const { openai, generate, ended, library } = studio.open()
    openai.submits = [async () => ({ type: 'done', images: [{ url: 'the kite' }], costUsd: 0.05, servedModel })]
    await ended(await generate())
    expect(library.filed[0]?.recipe.generation?.servedModel).toBe(recorded)
  })

  it('is saved as billed before it is filed', async () => {
    const { openai, generate, ended, store, library } = studio.open()
    openai.submits = [done(['x'])]
    const receive = library.receive.getMockImplementation()!
    let savedBefore: unknown
    library.receive.mockImplementation(async (...args) => {
      savedBefore = store.saved.at(-1)
      return receive(...args)
    })
    await ended(await generate())
    expect(savedBefore).toMatchObject({ phase: 'fetching', isBilled: 'yes' })
  })

  it('is saved as sending before it is sent', async () => {
    const { openai, generate, ended, store } = studio.open()
    const phases: unknown[] = []
    openai.submits = [
      async () => {
        phases.push(store.saved.at(-1)?.phase)
        return done(['x'])
      },
    ]
    await ended(await generate())
    expect(phases).toEqual(['sending'])
  })

  it('is rejected before queueing when the model cannot generate it', async () => {
    const { openai, jobs, snapshots } = studio.open()
    openai.card = fakeCard('openai-1', { canGenerate: false })
    await expect(jobs.generate(requestOf())).rejects.toMatchObject({
      code: 'provider/unsupported',
      message: expect.stringContaining('from a prompt alone'),
    })
    const missingSource = requestOf({ operation: 'edit', sourceId: newId<AssetId>() })
    await expect(jobs.generate(missingSource)).rejects.toMatchObject({ code: 'storage/not-found' })
    expect(snapshots).toEqual([])
  })

  it('has its own job; the jobs of a call share the call, its cost and its estimate', async () => {
    const { openai, generate, ended } = studio.open()
    openai.submits = [done(['a', 'b', 'c', 'd'], { costUsd: 0.2 })]
    const jobs = await ended(await generate({ n: 4 }))
    expect(openai.seen.submitted.map(({ n }) => n)).toEqual([4])
    expect(new Set(jobs.map(({ callId }) => callId)).size).toBe(1)
    expect(jobs.map(({ costUsd, estimateUsd }) => [costUsd, estimateUsd])).toEqual(
      Array.from({ length: 4 }, () => [0.05, 0.04]),
    )
    expect(jobs.map(({ seed }) => seed)).toEqual([7, null, null, null])
  })

  it('is requested in separate calls when the model returns one per call', async () => {
    const { openai, generate, ended } = studio.open()
    openai.card = fakeCard('openai-1', { imagesPerCall: 1 })
    openai.submits = [done(['a'])]
    const jobs = await ended(await generate({ n: 3 }))
    expect(openai.seen.submitted.map(({ n, seed }) => [n, seed])).toEqual([
      [1, 7],
      [1, 8],
      [1, 9],
    ])
    expect(new Set(jobs.map(({ callId }) => callId)).size).toBe(3)
    expect(new Set(openai.seen.submitted.map(({ ticket }) => ticket)).size).toBe(3)
    expect(openai.seen.submitted[0]?.ticket).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })

  it('costs nothing at a free model, even after a failure', async () => {
    const { openai, generate, ended } = studio.open()
    openai.card = fakeCard('openai-1', { price: { per: 'free' } })
    openai.submits = [done(['a']), fault('network/interrupted', 'unknown')]
    const [made] = await ended(await generate())
    const [lost] = await ended(await generate())
    expect([made?.isBilled, made?.costUsd, lost?.state, lost?.isBilled]).toEqual(['no', 0, 'failed', 'no'])
  })
})

describe('a refused image', () => {
  const refused = { type: 'refused', what: 'prompt', message: 'Not that.', isBilled: 'unknown' } as const

  it('counts as refused instead of failed, from the first response or from polling', async () => {
    const { openai, generate, ended, time } = studio.open()
    openai.submits = [refused, waiting('task-1')]
    openai.polls = [{ ...refused, what: 'output', isBilled: 'yes' }]
    const [atOnce] = await ended(await generate())
    const ids = await generate()
    await time.advance(2_000)
    const [later] = await ended(ids)
    expect(atOnce).toMatchObject({
      state: 'refused',
      refusal: { what: 'prompt', words: 'Not that.' },
      isBilled: 'unknown',
      error: null,
    })
    expect(later).toMatchObject({ state: 'refused', refusal: { what: 'output' }, isBilled: 'yes' })
  })

  it('does not affect the other images of its call', async () => {
    const { openai, generate, ended, library } = studio.open()
    openai.submits = [
      { type: 'done', images: [{ url: 'a' }, { nothing: true, refused: 'Too red.' }, { url: 'black' }], costUsd: 0.06 },
    ]
    const [first, second, third, fourth] = await ended(await generate({ n: 4 }))
    expect(first).toMatchObject({ state: 'done', costUsd: 0.03 })
    expect(second).toMatchObject({ state: 'refused', refusal: { what: 'output', words: 'Too red.' }, costUsd: null })
    expect(third).toMatchObject({
      state: 'refused',
      refusal: { what: 'output', words: 'The service returned a black image, which means it refused.' },
    })
    expect(fourth).toMatchObject({ state: 'refused', refusal: { words: 'Too red.' }, isBilled: 'unknown' })
    expect(library.filed.map(({ text }) => text)).toEqual(['a'])
    expect(await studio.leftovers()).toEqual([])
  })

  it('has a default message when the service returned fewer images without a reason', async () => {
    const { openai, generate, ended } = studio.open()
    openai.submits = [done(['a']), done([])]
    const [made, missing] = await ended(await generate({ n: 2 }))
    const [none] = await ended(await generate())
    expect(made?.state).toBe('done')
    for (const job of [missing, none]) {
      expect(job).toMatchObject({
        state: 'refused',
        refusal: { what: 'output', words: 'The service returned fewer images than requested.' },
      })
    }
  })
})

describe('a returned image', () => {
  it('fails only its own job when it cannot be read', async () => {
    const { openai, generate, ended, library, logger } = studio.open()
    openai.submits = [done(['html', 'good', 'gone'])]
    openai.images.set('gone', fault('provider/task-expired', 'unknown'))
    const [html, good, gone] = await ended(await generate({ n: 3 }))
    expect(html).toMatchObject({ state: 'failed', error: { code: 'provider/bad-reply' }, isBilled: 'yes' })
    expect(html?.error?.message).toMatch(/^OpenAI sent an image that Atelier cannot read\. It was billed\. /)
    expect(good?.state).toBe('done')
    expect(gone).toMatchObject({ state: 'failed', error: { code: 'provider/task-expired' }, isBilled: 'unknown' })
    expect(library.filed).toHaveLength(1)
    expect(logger.entries.filter(({ event }) => event === 'jobs.failed')).toHaveLength(2)
  })

  it('is previewed unchanged while it is being filed', async () => {
    const { openai, generate, ended, snapshots, jobs } = studio.open()
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])
    openai.images.set('png', png)
    openai.submits = [done(['png'])]
    const [id] = await generate()
    const [made] = await ended([id!])
    const shown = snapshots.find(({ preview }) => preview !== null)
    expect(shown).toMatchObject({ state: 'running', phase: 'finishing', preview: { revision: 1 } })
    expect(made).toMatchObject({ state: 'done', preview: null })
    // Its bytes are released with the job.
    expect(jobs.preview(id!, 1)).toBeNull()
  })

  it('is previewed before it is written, if it came with the response', async () => {
    const { openai, generate, ended, snapshots, library } = studio.open()
    openai.images.set('data:png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]))
    openai.submits = [done(['data:png'])]
    const receive = library.receive.getMockImplementation()!
    let shownBefore: unknown
    library.receive.mockImplementation(async (...args) => {
      shownBefore = snapshots.at(-1)
      return receive(...args)
    })
    await ended(await generate())
    expect(shownBefore).toMatchObject({ phase: 'finishing', preview: { revision: 1 } })
    expect(library.receive).toHaveBeenCalledTimes(1)
  })

  it('is previewed for one image per call, because the window decodes all of its pixels', async () => {
    const { openai, generate, ended, snapshots } = studio.open()
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])
    const names = ['a', 'b', 'c', 'd']
    for (const name of names) openai.images.set(name, png)
    openai.submits = [done(names), done(['a'])]
    const jobs = await ended(await generate({ n: names.length }))
    expect(jobs.map(({ state }) => state)).toEqual(names.map(() => 'done'))
    expect(new Set(snapshots.filter(({ preview }) => preview !== null).map(({ id }) => id)).size).toBe(1)
    await ended(await generate())
    expect(new Set(snapshots.filter(({ preview }) => preview !== null).map(({ id }) => id)).size).toBe(2)
  })

  it('is filed without invalid numbers', async () => {
    const { openai, generate, ended, library, snapshots } = studio.open()
    openai.submits = [
      async ({ onUpdate }) => {
        onUpdate({ progress: Number.NaN })
        onUpdate({ progress: 7, preview: { bytes: new Uint8Array([4]), mime: 'text/html' } })
        return { type: 'done', images: [{ url: 'a', seed: 2 ** 60 }], costUsd: -1 }
      },
    ]
    expect((await ended(await generate()))[0]).toMatchObject({ state: 'done', seed: null, costUsd: null })
    expect(library.filed[0]?.recipe).toMatchObject({ seed: null, costUsd: null })
    expect(snapshots.every(({ preview }) => preview === null)).toBe(true)
  })

  it('is also exported when the settings say so; a failed export is only a notice', async () => {
    const { openai, generate, ended, exports, output, onNoticed } = studio.open()
    openai.submits = [done(['a'])]
    await ended(await generate())
    expect(exports.run).not.toHaveBeenCalled()
    Object.assign(output, { saveToDisk: true, format: 'webp' })
    const [saved] = await ended(await generate())
    await vi.waitFor(() => expect(exports.run).toHaveBeenCalledTimes(1))
    expect(exports.run.mock.calls).toEqual([
      [
        {
          ids: [saved?.resultId],
          folder: '/out',
          options: { ...defaultExportOptions, format: 'webp', quality: 95, onConflict: 'number' },
        },
      ],
    ])
    exports.run.mockRejectedValueOnce(new AppError('storage/full', 'The disk is full.'))
    expect((await ended(await generate()))[0]?.state).toBe('done')
    const error = { code: 'storage/read-only', message: 'No.' } as never
    exports.run.mockResolvedValueOnce({ ...nothingExported, failed: [{ id: sourceId, name: 'coffee', error }] })
    expect((await ended(await generate()))[0]?.state).toBe('done')
    await vi.waitFor(() => expect(onNoticed).toHaveBeenCalledTimes(2))
    expect(onNoticed.mock.calls.map(([notice]) => notice.code)).toEqual(['storage/full', 'storage/read-only'])
    expect(onNoticed.mock.calls[1]?.[0].message).toContain('is in the library')
  })
})

describe('lanes', () => {
  it('limit concurrent calls per service without blocking other services', async () => {
    const { openai, providers, generate, jobs } = studio.open()
    openai.concurrency = 2
    openai.submits = [forever]
    providers.service('bfl').submits = [forever]
    for (let n = 0; n < 4; n++) await generate()
    await generate({ provider: 'bfl', model: 'bfl-1' })
    expect([openai.seen.submitted.length, providers.service('bfl').seen.submitted.length]).toEqual([2, 1])
    await jobs.dispose()
    expect(openai.seen.submitted).toHaveLength(2)
  })

  it('run 100 jobs over 10 services without flooding listeners', async () => {
    const { providers, jobs, snapshots, ended, time, store } = studio.open()
    const ids: JobId[] = []
    for (const provider of providerIds.slice(0, 10)) {
      const service = providers.service(provider)
      service.submits = [waiting('task')]
      service.polls = [...Array.from({ length: 200 }, (_, n) => waiting('task', n / 200)), done(['x'])]
      for (let n = 0; n < 10; n++) {
        ids.push(...(await jobs.generate(requestOf({ provider, model: `${provider}-1` }))).ids)
      }
    }
    // Files take real time: a lane's next calls start whenever the previous ones are filed.
    const isUnderWay = async () =>
      (await jobs.list(null)).some(({ state }) => state === 'queued' || state === 'running')
    while (await isUnderWay()) await time.advance(60_000)
    expect((await ended(ids)).map(({ state }) => state)).toEqual(Array(100).fill('done'))
    // Progress is emitted at most once in 33 ms of real time; the rest is a handful of events per job.
    expect(snapshots.length).toBeLessThan(100 * 12)
    expect(store.saved.length).toBeLessThan(100 * 6)
  })
})

describe('recovery after a crash', () => {
  it.each([
    [{ state: 'queued' }, false, 'no', 'Nothing was billed'],
    [{ state: 'running', phase: 'preparing' }, false, 'no', 'Nothing was billed'],
    [{ state: 'running', phase: 'sending' }, true, 'unknown', 'This may have been billed.'],
    [{ state: 'running', phase: 'waiting', handle: 'task-7', wasSent: true }, true, 'unknown', 'task-7'],
    [{ state: 'running', phase: 'waiting', estimateUsd: 0 }, true, 'no', 'Nothing was billed.'],
    [{ state: 'running', phase: 'fetching', wasSent: true, isBilled: 'yes' }, true, 'yes', 'Check the library'],
    [
      { state: 'queued', wasSent: true },
      true,
      'no',
      'before the request was sent to the fallback service. Nothing was billed',
    ],
  ] as const)('reports %j with its last known billing state', async (storedState, wasSent, isBilled, message) => {
    const { jobs, store } = studio.open()
    const job = buildJob({
      operation: 'generate',
      provider: 'openai',
      estimateUsd: 0.04,
      costUsd: null,
      ...storedState,
    })
    store.jobs.set(job.id, job)
    await jobs.recover()
    expect(await jobs.finished(job.id)).toMatchObject({
      state: 'failed',
      phase: null,
      wasSent,
      isBilled,
      error: { code: 'network/interrupted', message: expect.stringContaining(message) },
    })
  })
})
