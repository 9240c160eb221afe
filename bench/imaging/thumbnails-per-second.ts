import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Imaging } from '../../src/main/imaging/imaging.ts'
import { open, texture } from '../../test/fixtures/images/make-image.ts'
import { median } from '../report/statistics.ts'

const rounds = 5
const sizes = [256, 512] as const

export interface ThumbnailSource {
  readonly widthPx: number
  readonly heightPx: number
  readonly count: number
  readonly extension: 'jpg' | 'png'
}

/**
 * Measures thumbnails per second through the whole imaging process (message, header checks, decode, two WebP files
 * written and synced), and with sharp alone making the same two sizes from the same files. Runs alternate over several
 * rounds; medians count.
 */
export async function thumbnailsPerSecond(
  imaging: Imaging,
  folder: string,
  source: ThumbnailSource,
): Promise<{ readonly throughProcess: number; readonly sharpAlone: number }> {
  const paths = await makeFiles(folder, source)
  const prepare = (path: string): Promise<unknown> =>
    imaging.prepare({
      recovers: true,
      sourcePath: path,
      workingCopyPath: `${path}.png`,
      thumbnails: sizes.map((size) => ({ path: `${path}.${size}.webp`, longestSidePx: size })),
    })
  await prepare(paths[0]!)
  await withSharpAlone(paths[0]!)
  const ours: number[] = []
  const alone: number[] = []
  for (let round = 0; round < rounds; round++) {
    ours.push(await perSecond(paths, prepare))
    alone.push(await perSecond(paths, withSharpAlone))
  }
  return { throughProcess: median(ours), sharpAlone: median(alone) }
}

async function makeFiles(folder: string, source: ThumbnailSource): Promise<string[]> {
  const { widthPx, heightPx, count, extension } = source
  const image = open(texture(widthPx, heightPx))
  const bytes = await (extension === 'jpg' ? image.jpeg({ quality: 90 }) : image.png()).toBuffer()
  const paths = Array.from({ length: count }, (_, n) => join(folder, `${widthPx}-${n}.${extension}`))
  for (const path of paths) await writeFile(path, bytes)
  return paths
}

async function withSharpAlone(path: string): Promise<void> {
  for (const size of sizes) {
    const resized = sharp(path).resize(size, size, { fit: 'inside', withoutEnlargement: true })
    await resized.webp({ quality: 80 }).toFile(`${path}.${size}.alone.webp`)
  }
}

async function perSecond(paths: readonly string[], make: (path: string) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await Promise.all(paths.map(make))
  return (paths.length * sizes.length * 1000) / (performance.now() - startedMs)
}
