import { expect, it } from 'vitest'
import { droppedFilesMax, droppedHandleSchema } from '../../../shared/domain/file-handles.ts'
import { createFileHandles } from '../file-handles.ts'
import type { HandlerContext } from '../handler-context.ts'
import { createLibraryHandlers } from './library-handlers.ts'

const caller = { windowId: 1, signal: new AbortController().signal }

function setUp(services: () => Promise<unknown>, choose: () => Promise<string[]>) {
  const handles = createFileHandles()
  const context = { services, desktop: { chooseFiles: choose }, handles, emit: () => undefined }
  const handlers = createLibraryHandlers(context as unknown as HandlerContext)
  return { handles, chooseFiles: (withDocuments = true) => handlers['library.chooseFiles']({ withDocuments }, caller) }
}

it('prepares the import while the dialog is open, and names what was chosen by handles', async () => {
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

it('lets a person choose also where the library cannot be opened: the import says so', async () => {
  const { chooseFiles } = setUp(
    async () => Promise.reject(new Error('no library')),
    async () => [],
  )
  expect(await chooseFiles()).toEqual({ images: [], documents: [] })
})

it('tells documents from images, where documents are wanted', async () => {
  const { chooseFiles } = setUp(
    async () => ({ assets: { imports: { warmUp: () => undefined } } }),
    async () => ['/home/ann/a.jpg', '/home/ann/B.PSD', '/home/ann/c.ora', '/home/ann/d.atelier'],
  )
  const both = await chooseFiles(true)
  expect([both.images.length, both.documents.length]).toEqual([1, 3])
  const imagesOnly = await chooseFiles(false)
  expect([imagesOnly.images.length, imagesOnly.documents.length]).toEqual([4, 0])
})

it('refuses more files than one import takes', async () => {
  const paths = Array.from({ length: droppedFilesMax + 1 }, (_, at) => `/home/ann/${at}.jpg`)
  const { chooseFiles } = setUp(
    async () => ({ assets: { imports: { warmUp: () => undefined } } }),
    async () => paths,
  )
  await expect(chooseFiles()).rejects.toMatchObject({ code: 'request/invalid' })
})
