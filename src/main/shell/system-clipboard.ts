import type { Clipboard, ClipboardItem, NativeImage } from 'electron'

/** Images and texts on the system's clipboard. */
export interface SystemClipboard {
  writeText(text: string): Promise<void>
  /** A PNG. */
  writeImage(png: Uint8Array<ArrayBuffer>): Promise<void>
  /** The image as a PNG, as another program put it there; before Electron 44, its pixels encoded here. Null = there is none. */
  readImage(): Promise<Uint8Array | null>
}

interface ImageMaker {
  readonly nativeImage: { createFromBuffer(buffer: Buffer): NativeImage }
}

/** What of Electron is needed, so that tests can hand in either form. */
export type ClipboardModules = ImageMaker &
  (
    | { readonly clipboard: OlderClipboard; readonly ClipboardItem?: undefined }
    | { readonly clipboard: Clipboard; readonly ClipboardItem: typeof ClipboardItem }
  )

/** As up to Electron 43, which the build for development and tests is (docs/adr/0002). */
export interface OlderClipboard {
  writeText(text: string): void
  writeImage(image: NativeImage): void
  readImage(): NativeImage
}

const pngType = 'image/png'

export function createSystemClipboard(modules: ClipboardModules): SystemClipboard {
  const { nativeImage } = modules
  if (modules.ClipboardItem === undefined) {
    const { clipboard } = modules
    return {
      writeText: async (text) => clipboard.writeText(text),
      writeImage: async (png) => clipboard.writeImage(nativeImage.createFromBuffer(toBuffer(png))),
      readImage: async () => toPng(clipboard.readImage()),
    }
  }
  const { clipboard, ClipboardItem: Item } = modules
  return {
    writeText: (text) => clipboard.writeText(text),
    async writeImage(png) {
      await clipboard.write([new Item({ [pngType]: new Blob([png], { type: pngType }) })])
    },
    async readImage() {
      for (const item of await clipboard.read()) {
        const type = item.types.includes(pngType) ? pngType : item.types.find((each) => each.startsWith('image/'))
        const data = type === undefined ? null : await item.getType(type)
        if (!(data instanceof Blob)) continue
        const bytes = Buffer.from(await data.arrayBuffer())
        return type === pngType ? new Uint8Array(bytes) : toPng(nativeImage.createFromBuffer(bytes))
      }
      return null
    },
  }
}

function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function toPng(image: NativeImage): Uint8Array | null {
  return image.isEmpty() ? null : new Uint8Array(image.toPNG())
}
