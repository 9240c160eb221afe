import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { folderInMemory } from '../../../../test/support/temporary-home.ts'
import { createModelFinder } from './create-model-finder.ts'

let folder: string
let chosen: string | null
beforeEach(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-finder-'))
  chosen = null
})
afterEach(() => rm(folder, { recursive: true }))

const add = (name: string) => mkdir(join(folder, name, 'onnx'), { recursive: true })

function open(rescanMs: number) {
  const read = vi.fn(async (path: string) => ({ id: `${basename(path)}-1`, name: basename(path) }))
  const finder = createModelFinder({
    modelFolders: async () => [folder],
    read,
    preferred: () => chosen,
    task: 'objects',
    unknown: ({ name }) => `No ${name}.`,
    rescanMs,
  })
  const names = async (options?: { readonly isFresh: boolean }) =>
    (await finder.models(options)).models.map(({ name }) => name)
  return { finder, read, names }
}

it('looks again soon where nothing was found, later where models were, and at once when told to', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const { names, read } = open(1_000)
    expect(await names()).toEqual([])
    await add('tiny')
    expect(await names()).toEqual([])
    vi.advanceTimersByTime(1_001)
    expect(await names()).toEqual(['tiny'])
    await add('another')
    vi.advanceTimersByTime(9_000)
    expect(await names()).toEqual(['tiny'])
    expect(read).toHaveBeenCalledTimes(1)
    expect(await names({ isFresh: true })).toEqual(['another', 'tiny'])
    await add('third')
    vi.advanceTimersByTime(10_001)
    expect(await names()).toEqual(['another', 'third', 'tiny'])
  } finally {
    vi.useRealTimers()
  }
})

it('names the chosen model first, and the first by name once that is gone', async () => {
  await Promise.all([add('b'), add('a')])
  const { finder, names } = open(1_000)
  expect(await names()).toEqual(['a', 'b'])
  chosen = 'b-1'
  expect(await names()).toEqual(['b', 'a'])
  expect((await finder.model()).name).toBe('b')
  expect((await finder.model('a')).name).toBe('a')
  await rm(join(folder, 'b'), { recursive: true })
  await finder.models({ isFresh: true })
  expect((await finder.model()).name).toBe('a')
  await expect(finder.model('b')).rejects.toMatchObject({ code: 'model/missing' })
})

it('where there is no model, suggests one with its size and license, and no command', async () => {
  const { finder } = open(1_000)
  const error = await finder.model().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'model/missing',
    message:
      'No model for object selection is installed. SlimSAM does this on your computer (≈ 39 MB, Apache 2.0 license).',
    detail: { suggests: 'objects' },
  })
})
