import { expect, it } from 'vitest'
import type { ImportOutcome } from '../assets/assets.ts'
import type { Documents } from '../assets/documents.ts'
import { createImportsUnderWay } from '../ipc/imports-under-way.ts'
import { createOpenImages } from './open-images.ts'
import { fakeAssets } from '../../../test/support/fake-assets.ts'

const asset = { id: 'picture' } as ImportOutcome['imported'][number]
const document = { id: 'document', baseId: 'base' } as unknown as Awaited<ReturnType<Documents['open']>>

function stage(imported = [asset], order = '', isStopped = false) {
  const emitted: unknown[] = []
  const assets = fakeAssets({
    imports: {
      addFiles: async (paths, progress) => {
        emitted.push(['import', ...paths])
        progress?.onProgress?.(0, paths.length)
        if (isStopped) imports.cancel()
        if (progress?.signal?.aborted) emitted.push('stopped')
        const counts = { arrived: 1, alreadyThere: 0, passedOver: 0, notTried: isStopped ? 999 : 0 }
        return { imported, failed: [], ...counts, isCancelled: isStopped }
      },
    },
    annotations: {
      change: async (ids, change) => {
        emitted.push(['tag', ids, change])
        return { undoId: 'undo', changed: ids.length }
      },
    },
    search: { find: async () => ({ order, stacks: [], shapes: null, problems: [] }) },
  })
  const documents = {
    open: async (id) => {
      if (imported.length > 1) emitted.push(id)
      return document
    },
    openProjects: async (paths) => {
      emitted.push(['open', ...paths])
      const error = { code: 'media/undecodable', message: 'It is damaged.' } as const
      return { opened: [document], notes: ['Masks of groups.'], failed: [{ file: 'bad.ora', error }] }
    },
  } as Pick<Documents, 'open' | 'openProjects'> as Documents
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined, flush: async () => undefined }
  const emit = (name: string, payload: unknown) => void emitted.push([name, payload])
  const imports = createImportsUnderWay(emit)
  return {
    emitted,
    images: createOpenImages({ services: async () => ({ assets, documents }), imports, emit, logger }),
  }
}

it('opens documents, imports other files, and reports losses and failures', async () => {
  const { emitted, images } = stage()
  await images.openFiles(['/a/One.PSD', '/a/two.png', '/a/bad.ora', '/a/psd'])
  expect(emitted).toEqual([
    ['import', '/a/two.png', '/a/psd'],
    ['library.progressed', { done: 0, total: 2 }],
    ['canvas.documentsChanged', {}],
    ['library.progressed', { done: 0, total: 0 }],
    ['open', '/a/One.PSD', '/a/bad.ora'],
    ['app.noticed', { level: 'error', error: { code: 'media/undecodable', message: 'It is damaged.' } }],
    ['app.noticed', { level: 'info', error: { code: 'media/unsupported', message: 'Masks of groups.' } }],
    ['canvas.documentsChanged', {}],
    ['app.filesOpened', { ids: ['picture', 'base'] }],
  ])
})

it('opens every image of a few, but only the last of many', async () => {
  for (const [count, tabs] of [
    [8, 8],
    [9, 1],
  ] as const) {
    const { emitted, images } = stage(
      Array.from({ length: count }, (_, at) => ({ ...asset, id: `image-${at}` }) as typeof asset),
    )
    await images.openFiles(['/a/folder'])
    expect(emitted.filter((each) => typeof each === 'string')).toHaveLength(tabs)
    expect(emitted.findLast((each) => typeof each === 'string')).toBe(`image-${count - 1}`)
    expect(emitted.at(-1)).toMatchObject(['app.filesOpened', { ids: { length: count } }])
  }
})

it('lets the window stop the import of files that the program was opened with, and says what was left', async () => {
  const { emitted, images } = stage([asset], '', true)
  await images.openFiles(['/a/folder'])
  expect(emitted.slice(0, 3)).toEqual([
    ['import', '/a/folder'],
    ['library.progressed', { done: 0, total: 1 }],
    'stopped',
  ])
  const error = { code: 'request/cancelled', message: '999 skipped: import canceled' }
  expect(emitted).toContainEqual(['app.noticed', { level: 'warning', error }])
})

it('skips the import when there are only documents', async () => {
  const { emitted, images } = stage()
  await images.openFiles(['/a/one.atelier'])
  expect(emitted[0]).toEqual(['open', '/a/one.atelier'])
})

it('tells a library that was never used from one with images', async () => {
  expect(await stage().images.isLibraryNew()).toBe(true)
  expect(await stage([asset], 'picture').images.isLibraryNew()).toBe(false)
})

it('tags the samples of a first start, so that they are found and removed by their tag', async () => {
  const { emitted, images } = stage()
  await images.openSamples('/samples')
  expect(emitted).toEqual([
    ['import', '/samples/coffee.png'],
    ['canvas.documentsChanged', {}],
    ['import', '/samples/chelsea.png'],
    ['tag', ['picture', 'picture'], { addTags: ['sample'] }],
  ])
})

it('says of an image that it is damaged, and opens what could be read of it', async () => {
  const { emitted, images } = stage([{ ...asset, name: 'kite', isDamaged: true }])
  await images.openFiles(['/a/kite.png'])
  const error = { code: 'media/undecodable', message: expect.stringContaining('“kite” is damaged') }
  expect(emitted).toContainEqual(['app.noticed', { level: 'error', error }])
  expect(emitted.at(-1)).toEqual(['app.filesOpened', { ids: ['picture'] }])
})
