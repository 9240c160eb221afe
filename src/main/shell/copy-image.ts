import { nativeImage } from 'electron'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/dialogs.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Assets } from '../assets/assets.ts'
import type { SystemClipboard } from './system-clipboard.ts'

interface CopyOptions {
  readonly assets: Pick<Assets, 'files'>
  readonly imaging: Pick<Imaging, 'exportImage'>
  readonly clipboard: Pick<SystemClipboard, 'writeImage'>
  readonly temporaryFolder: string
}

/** The clipboard holds uncompressed pixels, 200 MB at this size, in every program that reads it. */
const mostPixels = 50_000_000

/** Copies an image's pixels to the clipboard, scaled down if there are too many. */
export async function copyImageToClipboard(
  asset: Asset,
  { assets, imaging, clipboard, temporaryFolder }: CopyOptions,
): Promise<{ readonly isScaled: boolean }> {
  const targetPath = join(temporaryFolder, `copy-${asset.id}-${process.pid}.png`)
  const { path: sourcePath } = await assets.files.locate(asset.id, 'full')
  const scale = Math.sqrt(mostPixels / (asset.widthPx * asset.heightPx))
  const isScaled = scale < 1
  const px = Math.floor(Math.max(asset.widthPx, asset.heightPx) * Math.min(1, scale))
  const size = { by: 'longest', px, mayEnlarge: false } as const
  const output = { quality: 100, isLossless: false, sharpening: 'none', profile: 'srgb', bitDepth: '8' } as const
  try {
    await imaging.exportImage({
      ...output,
      sourcePath,
      targetPath,
      fileName: asset.name,
      format: 'png',
      size,
      metadata: null,
      credentials: null,
    })
    const png = await readFile(targetPath)
    if (nativeImage.createFromBuffer(png).isEmpty())
      throw new AppError('media/undecodable', messages.notCopied({ name: asset.name }))
    await clipboard.writeImage(new Uint8Array(png))
    return { isScaled }
  } finally {
    await rm(targetPath, { force: true }).catch(() => undefined)
  }
}
