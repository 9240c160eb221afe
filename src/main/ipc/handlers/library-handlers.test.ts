import { expect, it } from 'vitest'
import { droppedFilesMax, droppedHandleSchema } from '../../../shared/domain/file-handles.ts'
import type { ImportOutcome, ProgressOptions } from '../../assets/assets.ts'
import { createFileHandles } from '../file-handles.ts'
import type { HandlerContext } from '../handler-context.ts'
import { createImportsUnderWay } from '../imports-under-way.ts'
import { createAppHandlers } from './app-handlers.ts'
import { createLibraryHandlers } from './library-handlers.ts'

const caller = { windowId: 1, signal: new AbortController().signal }

function setUp(services: () => Promise<unknown>, choose: () => Promise<string[]>) {
  const handles = createFileHandles()
  const context = { services, desktop: { chooseFiles: choose }, handles }
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

const nothing: ImportOutcome = {
  imported: [],
  arrived: 0,
  alreadyThere: 0,
  failed: [],
  passedOver: 0,
  notTried: 0,
  isCancelled: false,
}

interface Import extends ProgressOptions {
  end(): void
  fail(error: Error): void
}

/** Imports that go on as the test says, and what the window was told of all of them. */
function setUpImports({ isPressed = true } = {}) {
  const told: unknown[] = []
  const started: Import[] = []
  const asked: string[] = []
  let isRead = false
  let reading: (() => Promise<unknown>) | null = null
  const add = (_what: unknown, ...rest: readonly unknown[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<ImportOutcome>()
    started.push({ ...(rest.at(-1) as ProgressOptions), end: () => resolve(nothing), fail: reject })
    return promise
  }
  const handles = createFileHandles()
  const context = {
    services: async () => ({ assets: { imports: { addFiles: add, addBytes: add } } }),
    desktop: {
      readClipboardImage: async () => {
        isRead = true
        await reading?.()
        return new Uint8Array([1])
      },
      // As long after the key press as a large image takes to be read, it no longer counts.
      takePaste: () => isPressed && !isRead,
      confirmPaste: async () => (asked.push('paste?'), false),
    },
    handles,
    imports: createImportsUnderWay((_event, progress) => void told.push(progress)),
    takeNotices: () => [],
  } as unknown as HandlerContext
  const handlers = createLibraryHandlers(context)
  const importing = async (work: Promise<unknown>) => {
    const at = started.length
    await expect.poll(() => started.length).toBe(at + 1)
    return { work, ...started[at]! }
  }
  return {
    told,
    asked,
    started,
    whileReading: (work: () => Promise<unknown>) => void (reading = work),
    listen: () => createAppHandlers(context)['app.takeNotices']({}, caller),
    pasteNow: () => handlers['library.importClipboard']({}, caller),
    cancel: () => handlers['library.cancelImport']({}, caller),
    files: () =>
      importing(handlers['library.importFiles']({ files: [handles.dropped(1).give('/home/ann/a.jpg')] }, caller)),
    paste: () => importing(handlers['library.importClipboard']({}, caller)),
  }
}

it('tells the window of all imports that are under way as of one', async () => {
  const { told, files } = setUpImports()
  const first = await files()
  first.onProgress?.(0, 3)
  const second = await files()
  second.onProgress?.(0, 10)
  expect(told).toEqual([
    { done: 0, total: 3 },
    { done: 0, total: 13 },
  ])
  first.onProgress?.(3, 3)
  first.end()
  await first.work
  expect(told.slice(2)).toEqual([
    // The first is not taken away while the second goes on: what is shown would go back.
    { done: 3, total: 13 },
  ])
  const third = await files()
  third.onProgress?.(0, 5)
  expect(told.at(-1)).toEqual({ done: 3, total: 18 })
  third.end()
  await third.work
  // One that fails midway leaves nothing behind.
  second.fail(new Error('the disk is gone'))
  await expect(second.work).rejects.toThrow('the disk is gone')
  expect(told.at(-1)).toEqual({ done: 0, total: 0 })
})

it('tells of a pasted image, which is stopped as files are', async () => {
  const { told, paste, files, cancel } = setUpImports()
  const pasted = await paste()
  // Since before the clipboard was read.
  expect(told).toEqual([{ done: 0, total: 1 }])
  const other = await files()
  await cancel()
  expect([pasted.signal?.aborted, other.signal?.aborted]).toEqual([true, true])
  pasted.end()
  other.end()
  await Promise.all([pasted.work, other.work])
  expect(told.at(-1)).toEqual({ done: 0, total: 0 })
})

it('tells a window that begins to listen of what is under way, and of nothing else', async () => {
  const { told, files, listen } = setUpImports()
  await listen()
  expect(told).toEqual([])
  const first = await files()
  first.onProgress?.(0, 1)
  await listen()
  expect(told).toEqual([
    { done: 0, total: 1 },
    { done: 0, total: 1 },
  ])
  first.end()
  await first.work
  await listen()
  expect(told.slice(2)).toEqual([{ done: 0, total: 0 }])
})

it('asks before an image is pasted without a press, and tells nothing of it until then', async () => {
  const { told, asked, started, pasteNow } = setUpImports({ isPressed: false })
  await expect(pasteNow()).rejects.toMatchObject({ code: 'request/cancelled' })
  expect([asked, started, told]).toEqual([['paste?'], [], []])
})

it('pastes nothing that was stopped while the clipboard was read', async () => {
  for (const isPressed of [true, false]) {
    const { asked, started, whileReading, cancel, pasteNow } = setUpImports({ isPressed })
    whileReading(cancel)
    await expect(pasteNow()).rejects.toMatchObject({ code: 'request/cancelled' })
    expect([asked, started]).toEqual([[], []])
  }
})
