import type { CallStep } from '../../../shared/domain/queue.ts'
import { readFile } from 'node:fs/promises'
import { describe, expect, it, vi } from 'vitest'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import { done, fault, withGenerationStudio } from '../../../../test/support/generation-studio.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { UnreadableImage } from '../../providers/core/wire/fetch-image.ts'

const studio = withGenerationStudio()
const died = new AppError('imaging/process-exited', 'It stopped.')
const full = new AppError('storage/full', 'The disk is full.')

describe('a paid image that cannot be filed', () => {
  it.each([
    ['the database cannot be written', 'add', new AppError('storage/locked', 'It is locked.'), 1],
    ['the disk is full', 'add', full, 1],
    ['the imaging process dies twice', 'inspectAnswer', died, 2],
  ] as const)('%s: the response is saved and the error names its path', async (_name, step, failure, times) => {
    const { openai, generate, ended, library, imaging } = studio.open()
    openai.submits = [done(['the kite'], { costUsd: 0.05 })]
    const spy = step === 'add' ? vi.spyOn(library, 'add') : imaging.inspectAnswer
    for (let time = 0; time < times; time++) spy.mockRejectedValueOnce(failure)
    const [job] = await ended(await generate())
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: failure.code } })
    const path = String(job?.error?.detail?.['path'])
    expect(job?.error?.message).toBe(
      `${failure.message} The image is not lost: it is saved as ${path}, and Atelier imports it at its next start.`,
    )
    expect(await readFile(path, 'utf8')).toBe('the kite')
    expect(library.receive.mock.calls[0]?.[1]).toMatchObject({
      name: 'a red kite over the sea',
      parentId: null,
      recipe: { provider: 'openai', seed: 7, prompt: 'a red kite over the sea', costUsd: 0.05 },
    })
  })

  it('is filed after all when the imaging process died only once', async () => {
    const { openai, generate, ended, imaging, library } = studio.open()
    openai.submits = [done(['the kite'])]
    imaging.inspectAnswer.mockRejectedValueOnce(died)
    vi.spyOn(library, 'add').mockRejectedValueOnce(died)
    expect((await ended(await generate()))[0]).toMatchObject({ state: 'done', error: null })
    expect([library.filed.length, await studio.leftovers()]).toEqual([1, []])
  })

  it.each([
    ['listed', 'The image is in the library as the service returned it.'],
    ['unreadable', 'The response is saved as /kept.'],
    ['outside', 'it is saved as /kept. Import it soon, because the system empties that folder.'],
  ] as const)('has an error message for a response that is %s', async (type, message) => {
    const { openai, generate, ended, library } = studio.open()
    openai.submits = [done(['the kite'])]
    vi.spyOn(library, 'add').mockRejectedValueOnce(full)
    library.keep.mockResolvedValueOnce({ path: '/kept', type })
    expect((await ended(await generate()))[0]?.error?.message).toContain(message)
  })

  it('is reported as lost and billed when it cannot be saved anywhere', async () => {
    const { openai, generate, ended, library } = studio.open()
    openai.submits = [done(['the kite'])]
    library.receive.mockRejectedValue(full)
    expect((await ended(await generate()))[0]).toMatchObject({
      state: 'failed',
      isBilled: 'yes',
      error: { code: 'storage/full', message: 'The disk is full. The image is lost. It was billed.' },
    })
    openai.card = fakeCard('openai-1', { price: { per: 'free' } })
    expect((await ended(await generate()))[0]).toMatchObject({
      isBilled: 'no',
      error: { message: 'The disk is full. The image is lost.' },
    })
  })

  it('is saved as returned when it is not a readable image', async () => {
    const { openai, generate, ended, library } = studio.open()
    const bytes = Uint8Array.from(Buffer.from('<svg/>'))
    openai.submits = [done(['a drawing'])]
    openai.images.set('a drawing', new UnreadableImage(bytes, fault('provider/bad-reply', 'unknown')))
    const [job] = await ended(await generate())
    const path = String(job?.error?.detail?.['path'])
    expect(job).toMatchObject({ state: 'failed', error: { code: 'provider/bad-reply' } })
    expect(job?.error?.message).toContain(path)
    expect([path.endsWith('.bin'), await readFile(path, 'utf8')]).toEqual([true, '<svg/>'])
    expect(library.filed).toEqual([])
  })
})

describe('extra images', () => {
  it('are filed with the same recipe and share the cost', async () => {
    const { openai, generate, ended, library } = studio.open()
    openai.submits = [done(['a', 'b', 'c'], { costUsd: 0.06 })]
    const jobs = await ended(await generate())
    expect(jobs).toMatchObject([{ state: 'done', costUsd: 0.02 }])
    await vi.waitFor(() => expect(library.filed.map(({ text }) => text).toSorted()).toEqual(['a', 'b', 'c']))
    for (const { recipe } of library.filed) {
      expect(recipe).toMatchObject({ prompt: 'a red kite over the sea', provider: 'openai', costUsd: 0.02 })
    }
    expect(library.filed.filter(({ recipe }) => recipe.seed === 7).map(({ text }) => text)).toEqual(['a'])
  })

  it('cause a notice when they cannot be filed, because they have no job', async () => {
    const { openai, generate, ended, onNoticed } = studio.open()
    openai.submits = [done(['a', 'b'])]
    openai.images.set('b', fault('network/offline', 'unknown'))
    expect(await ended(await generate())).toMatchObject([{ state: 'done' }])
    await vi.waitFor(() => expect(onNoticed.mock.calls).toMatchObject([[{ code: 'network/offline' }]]))
  })

  it('cause no notice when they are withheld', async () => {
    const { openai, generate, ended, library, onNoticed } = studio.open()
    openai.submits = [
      { type: 'done', images: [{ url: 'a' }, { nothing: true }, { nothing: true, refused: 'No.' }], costUsd: null },
    ]
    await ended(await generate())
    expect([library.filed.length, onNoticed.mock.calls]).toEqual([1, []])
  })
})

describe('sending', () => {
  it('fails when the sending phase cannot be saved first, so that a crash leaves no unrecorded billing', async () => {
    const { openai, providers, generate, ended, store } = studio.open()
    providers.fallbackOrder = [{ provider: 'bfl', model: 'bfl-1' }]
    openai.submits = [done(['x'])]
    const call = store.call.bind(store)
    vi.spyOn(store, 'call').mockImplementation((name, input) =>
      name === 'queue.step' && (input as CallStep).stage === 'sending' ? Promise.reject(full) : call(name, input),
    )
    expect((await ended(await generate()))[0]).toMatchObject({
      state: 'failed',
      wasSent: false,
      isBilled: 'no',
      attempts: [],
      error: { code: 'storage/full', message: 'The disk is full. Nothing was sent, and nothing was billed.' },
    })
    expect([openai.seen.submitted, providers.service('bfl').seen.submitted]).toEqual([[], []])
  })
})

it('keeps a paid job running when a listener throws', async () => {
  const { openai, generate, ended, jobs, logger } = studio.open()
  openai.submits = [done(['x'])]
  jobs.onChanged(() => {
    throw new TypeError('gone')
  })
  expect((await ended(await generate()))[0]?.state).toBe('done')
  expect(logger.entries.some(({ event }) => event === 'jobs.not-heard')).toBe(true)
})
