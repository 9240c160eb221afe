/**
 * Thumbnails per second through the whole imaging process (message, header checks, decode, two WebP files written and
 * synced) against sharp alone doing the same two sizes from the same files. Both run in turn, several rounds; the
 * medians are compared. Run it on Electron's Node: `ELECTRON_RUN_AS_NODE=1 electron bench/imaging/thumbnails.ts`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { createImaging } from '../../src/main/imaging/create-imaging.ts'
import { startForkedChild } from '../../src/main/imaging/start-forked-child.ts'
import { open, texture } from '../../test/fixtures/images/make-picture.ts'

const rounds = 5
const sizes = [256, 512] as const
const entryPath = join(import.meta.dirname, '../../src/main/imaging/child/imaging-child.ts')
const kinds = [
  { name: '12 MP JPEG', widthPx: 4000, heightPx: 3000, count: 12, extension: 'jpg' },
  { name: '2 MP JPEG', widthPx: 1600, heightPx: 1200, count: 40, extension: 'jpg' },
  { name: '2 MP PNG', widthPx: 1600, heightPx: 1200, count: 20, extension: 'png' },
] as const

const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
const imaging = createImaging({ start: () => startForkedChild(entryPath) })
sharp.cache(false)

async function throughImaging(path: string): Promise<void> {
  const thumbnails = sizes.map((size) => ({ path: `${path}.${size}.webp`, longestSidePx: size }))
  await imaging.prepare({ sourcePath: path, workingCopyPath: `${path}.png`, thumbnails })
}

async function withSharpAlone(path: string): Promise<void> {
  for (const size of sizes) {
    const resized = sharp(path).resize(size, size, { fit: 'inside', withoutEnlargement: true })
    await resized.webp({ quality: 80 }).toFile(`${path}.${size}.alone.webp`)
  }
}

async function perSecond(paths: readonly string[], make: (path: string) => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await Promise.all(paths.map(make))
  return (paths.length * sizes.length * 1000) / (performance.now() - startedMs)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

try {
  console.log('| source | imaging process, thumbnails/s | sharp alone, thumbnails/s | ratio |')
  console.log('| --- | ---: | ---: | ---: |')
  for (const { name, widthPx, heightPx, count, extension } of kinds) {
    const picture = open(texture(widthPx, heightPx))
    const bytes = await (extension === 'jpg' ? picture.jpeg({ quality: 90 }) : picture.png()).toBuffer()
    const paths = Array.from({ length: count }, (_, n) => join(folder, `${widthPx}-${n}.${extension}`))
    for (const path of paths) await writeFile(path, bytes)
    await throughImaging(paths[0]!)
    await withSharpAlone(paths[0]!)
    const ours: number[] = []
    const alone: number[] = []
    for (let round = 0; round < rounds; round++) {
      ours.push(await perSecond(paths, throughImaging))
      alone.push(await perSecond(paths, withSharpAlone))
    }
    const ratio = median(ours) / median(alone)
    console.log(`| ${name} | ${median(ours).toFixed(1)} | ${median(alone).toFixed(1)} | ${ratio.toFixed(2)} |`)
  }
} finally {
  await imaging.dispose()
  await rm(folder, { recursive: true })
}
