import type { Clipboard, ClipboardItem, NativeImage } from 'electron'
import { expect, it } from 'vitest'
import { createSystemClipboard, type ClipboardModules } from './system-clipboard.ts'

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47])

/** An image that is its bytes. */
const imageOf = (bytes: Uint8Array) =>
  ({ isEmpty: () => bytes.length === 0, toPNG: () => Buffer.from(bytes) }) as NativeImage
const nativeImage = { createFromBuffer: imageOf }

/** Electron's from version 44 on: an item for each copy, with a blob for each type. */
class Item {
  private readonly blobs: Record<string, Blob>
  constructor(blobs: Record<string, Blob>) {
    this.blobs = blobs
  }
  get types() {
    return Object.keys(this.blobs)
  }
  async getType(type: string) {
    return this.blobs[type]
  }
}

function newerModules() {
  let held: Item[] = []
  let text = ''
  const clipboard = {
    read: async () => held,
    write: async (items: Item[]) => void (held = items),
    writeText: async (written: string) => void (text = written),
  } as unknown as Clipboard
  const modules: ClipboardModules = {
    clipboard,
    ClipboardItem: Item as unknown as typeof ClipboardItem,
    nativeImage,
  }
  return { modules, copy: (blobs: Record<string, Blob>) => void (held = [new Item(blobs)]), text: () => text }
}

function olderModules() {
  let image = imageOf(new Uint8Array())
  let text = ''
  const clipboard = {
    readImage: () => image,
    writeImage: (written: NativeImage) => void (image = written),
    writeText: (written: string) => void (text = written),
  }
  return { modules: { clipboard, nativeImage }, text: () => text }
}

it.each([
  ['before Electron 44', olderModules],
  ['from Electron 44 on', newerModules],
])('an image and a text go over the clipboard: %s', async (_form, make) => {
  const { modules, text } = make()
  const clipboard = createSystemClipboard(modules)
  expect(await clipboard.readImage()).toBeNull()
  await clipboard.writeImage(png.subarray(0, 3))
  expect(await clipboard.readImage()).toEqual(png.subarray(0, 3))
  await clipboard.writeText('a prompt')
  expect(text()).toBe('a prompt')
})

it('the PNG is taken of what another program offers, or else any image', async () => {
  const { modules, copy } = newerModules()
  const clipboard = createSystemClipboard(modules)
  copy({ 'text/html': new Blob(['<img>']), 'image/bmp': new Blob(['bitmap']), 'image/png': new Blob([png]) })
  expect(await clipboard.readImage()).toEqual(png)
  copy({ 'image/bmp': new Blob([new Uint8Array([1, 2])]) })
  expect(await clipboard.readImage()).toEqual(new Uint8Array([1, 2]))
  copy({ 'text/plain': new Blob(['no image']) })
  expect(await clipboard.readImage()).toBeNull()
})
