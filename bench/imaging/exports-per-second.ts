import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Imaging } from '../../src/main/imaging/imaging.ts'
import { open, texture } from '../../test/fixtures/images/make-image.ts'
import { median } from '../report/statistics.ts'

const rounds = 5
const count = 16
/** Same concurrency as the library's export. */
const atOnce = 2
const longestSidePx = 1_200
const quality = 85

/**
 * Measures JPEGs per second through the whole imaging process (message, header checks, decode, resize, encode, label,
 * fsync), and with sharp alone writing the same images from the same files. Runs alternate; medians count.
 */
export async function exportsPerSecond(
  imaging: Imaging,
  folder: string,
): Promise<{ readonly throughProcess: number; readonly sharpAlone: number }> {
  const bytes = await open(texture(1_600, 1_200)).png().toBuffer()
  const paths = Array.from({ length: count }, (_, n) => join(folder, `export-${n}.png`))
  for (const path of paths) await writeFile(path, bytes)
  const look = { quality, isLossless: false, sharpening: 'none', profile: 'srgb', bitDepth: '8' } as const
  const size = { by: 'longest', px: longestSidePx, mayEnlarge: false } as const
  const metadata = {
    kind: { type: 'trainedAlgorithmicMedia' },
    source: null,
    record: null,
    generation: null,
    madeBy: null,
  } as const
  const ours = (sourcePath: string): Promise<unknown> =>
    imaging.exportImage({
      ...look,
      size,
      sourcePath,
      targetPath: `${sourcePath}.jpg`,
      fileName: 'out.jpg',
      format: 'jpeg',
      metadata,
      credentials: null,
    })
  const alone = (path: string): Promise<unknown> =>
    sharp(path)
      .resize(longestSidePx, longestSidePx, { fit: 'inside', kernel: 'lanczos3' })
      .withIccProfile('srgb')
      .jpeg({ quality })
      .toFile(`${path}.alone.jpg`)
  await ours(paths[0]!)
  await alone(paths[0]!)
  const found = { ours: [] as number[], alone: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    found.ours.push(await perSecond(paths, ours))
    found.alone.push(await perSecond(paths, alone))
  }
  return { throughProcess: median(found.ours), sharpAlone: median(found.alone) }
}

async function perSecond(paths: readonly string[], write: (path: string) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  const waiting = [...paths]
  const lane = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) await write(path)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return (paths.length * 1_000) / (performance.now() - startedMs)
}
