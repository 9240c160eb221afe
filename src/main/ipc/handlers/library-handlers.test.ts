import { expect, it } from 'vitest'
import { droppedFilesMax, droppedHandleSchema } from '../../../shared/domain/file-handles.ts'
import { createFileHandles } from '../file-handles.ts'
import type { HandlerContext } from '../handlers.ts'
import { createLibraryHandlers } from './library-handlers.ts'

const caller = { windowId: 1, signal: new AbortController().signal }

function setUp(services: () => Promise<unknown>, choose: () => Promise<string[]>) {
  const handles = createFileHandles()
  const context = { services, desktop: { chooseFiles: choose }, handles, emit: () => undefined }
  const handlers = createLibraryHandlers(context as unknown as HandlerContext)
  return { handles, chooseFiles: (withDocuments = true) => handlers['library.chooseFiles']({ withDocuments }, caller) }
}

it('prepares the import while the dialog is open and returns handles for the selection', async () => {
  const order: string[] = []
  const opened = Promise.withResolvers<string[]>()
  const assets = { imports: { warmUp: () => void order.push('warmUp') } }
  const { chooseFiles, handles } = setUp(
    async () => ({ assets }),
    () => opened.promise,
  )
  const chosen = chooseFiles()
  await expect.poll(() => order).toEqual(['warmUp'])
  opened.resolve(['/home/ann/a.jpg'])
  const { images } = await chosen
  expect(images.map((file) => handles.dropped(1).require(droppedHandleSchema.parse(file)))).toEqual(['/home/ann/a.jpg'])
})

it('opens the dialog even if the library cannot be opened, because the import reports that', async () => {
  const { chooseFiles } = setUp(
    async () => Promise.reject(new Error('no library')),
    async () => [],
  )
  expect(await chooseFiles()).toEqual({ images: [], documents: [] })
})

it('separates documents from images on request', async () => {
  const { chooseFiles } = setUp(
    async () => ({ assets: { imports: { warmUp: () => undefined } } }),
    async () => ['/home/ann/a.jpg', '/home/ann/B.PSD', '/home/ann/c.ora', '/home/ann/d.atelier'],
  )
  const withDocuments = await chooseFiles(true)
  expect([withDocuments.images.length, withDocuments.documents.length]).toEqual([1, 3])
  const imagesOnly = await chooseFiles(false)
  expect([imagesOnly.images.length, imagesOnly.documents.length]).toEqual([4, 0])
})

it('rejects more files than one import accepts', async () => {
  const paths = Array.from({ length: droppedFilesMax + 1 }, (_, at) => `/home/ann/${at}.jpg`)
  const { chooseFiles } = setUp(
    async () => ({ assets: { imports: { warmUp: () => undefined } } }),
    async () => paths,
  )
  await expect(chooseFiles()).rejects.toMatchObject({ code: 'request/invalid' })
})
