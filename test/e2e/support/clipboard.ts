import type { ElectronApplication } from '@playwright/test'
import type { NativeImage } from 'electron'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect } from '@playwright/test'
import type { Rect, Size } from '../../../src/shared/util/geometry.ts'

/** Electron's up to version 43, which the build for development and tests is (docs/adr/0002). */
interface OlderClipboard {
  writeImage(image: NativeImage): void
  readImage(): NativeImage
  writeBuffer(format: string, buffer: Buffer): void
  availableFormats(): string[]
}

/** Puts an image on the system's clipboard, as another program would. */
export async function copyImage(app: ElectronApplication, bytes: Uint8Array, crop: Rect | null = null): Promise<void> {
  await app.evaluate(
    async ({ clipboard, ClipboardItem, nativeImage }, [encoded, part]) => {
      const whole = nativeImage.createFromBuffer(Buffer.from(encoded, 'base64'))
      const image = part ? whole.crop({ x: part.x, y: part.y, width: part.widthPx, height: part.heightPx }) : whole
      const older = clipboard as unknown as Partial<OlderClipboard>
      if (older.writeImage) return older.writeImage(image)
      const png = new Blob([new Uint8Array(image.toPNG())], { type: 'image/png' })
      return clipboard.write([new ClipboardItem({ 'image/png': png })])
    },
    [Buffer.from(bytes).toString('base64'), crop] as const,
  )
}

export async function copyImageFile(app: ElectronApplication, path: string, crop: Rect): Promise<void> {
  await copyImage(app, await readFile(path), crop)
}

/** The size of the image on the system's clipboard; 0 × 0 = there is none. */
export async function copiedImageSize(app: ElectronApplication): Promise<Size> {
  return app.evaluate(async ({ clipboard, nativeImage }) => {
    const older = clipboard as unknown as Partial<OlderClipboard>
    const find = async () => {
      if (older.readImage) return older.readImage()
      const item = (await clipboard.read()).find(({ types }) => types.includes('image/png'))
      const blob = await item?.getType('image/png')
      return nativeImage.createFromBuffer(Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)))
    }
    const { width, height } = (await find()).getSize()
    return { widthPx: width, heightPx: height }
  })
}

/** Puts files on the clipboard as a file manager does. */
export async function copyFiles(app: ElectronApplication, files: readonly string[]): Promise<void> {
  const list = files.map((file) => pathToFileURL(file).href).join('\r\n')
  await app.evaluate(async ({ clipboard, ClipboardItem }, uris) => {
    const older = clipboard as unknown as Partial<OlderClipboard>
    if (older.writeBuffer) return older.writeBuffer('text/uri-list', Buffer.from(uris))
    return clipboard.write([new ClipboardItem({ 'text/uri-list': uris })])
  }, list)
  const formats = () =>
    app.evaluate(async ({ clipboard }) => {
      const older = clipboard as unknown as Partial<OlderClipboard>
      return older.availableFormats?.() ?? (await clipboard.read()).flatMap(({ types }) => types)
    })
  await expect.poll(formats).toContain('text/uri-list')
}
