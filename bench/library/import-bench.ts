/**
 * Benchmarks importing 1,000 PNGs as image generators write them (copy, hash, thumbnails, prompt, record, all on disk)
 * against sharp alone making the same two thumbnails of the same files. Prints a table, or writes its rows to the given
 * path. Runs on Electron's Node.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { createImaging } from '../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'
import type { Assets } from '../../src/main/assets/index.ts'
import { thumbnailSizes } from '../../src/main/assets/files/library-paths.ts'
import { open, pngChunk, texture } from '../../test/fixtures/images/make-image.ts'
import { openTestLibrary } from '../../test/support/open-library.ts'
import { createTemporaryHome } from '../../test/support/temporary-home.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'

const count = 1_000
const rounds = 10
const sidePx = 1024
const variants = 20
/** Concurrency of the baseline: as many as sharp has threads for. */
const aloneAtOnce = 4

const projectFolder = join(import.meta.dirname, '../..')
const builtEntry = join(projectFolder, 'out/main/imaging.js')
const entryPath = existsSync(builtEntry) ? builtEntry : join(projectFolder, 'src/main/imaging/child/imaging-child.ts')

/** Each with unique pixels or at least a unique prompt, so that none counts as a duplicate. */
async function makeFiles(folder: string): Promise<string[]> {
  const bodies: Buffer[] = []
  for (let n = 0; n < variants; n++) {
    const { data, ...size } = texture(sidePx, sidePx)
    for (let at = 0; at < data.length; at += 3) data[at] = (data[at]! + n * 5) & 255
    bodies.push(
      await open({ ...size, data })
        .png()
        .toBuffer(),
    )
  }
  const paths = Array.from({ length: count }, (_, n) => join(folder, `${String(n).padStart(5, '0')}-${n * 977}.png`))
  for (const [n, path] of paths.entries()) await writeFile(path, withWords(bodies[n % variants]!, n))
  return paths
}

/** Inserts A1111 infotext right after the header. */
function withWords(png: Buffer, n: number): Buffer {
  const text = `a heron over a quiet river, number ${n}, soft light, ${'fine detail, '.repeat(20)}
Negative prompt: blurred, watermark
Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: ${n * 977}, Size: ${sidePx}x${sidePx}, Model hash: 31e35c80fc, Model: some-model, Version: v1.10.1`
  const headerEnd = 33
  const words = pngChunk('tEXt', Buffer.from(`parameters\0${text}`, 'latin1'))
  return Buffer.concat([png.subarray(0, headerEnd), words, png.subarray(headerEnd)])
}

async function perSecond(paths: readonly string[], work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return (paths.length * 1_000) / (performance.now() - startedMs)
}

async function bringIn(assets: Assets, paths: readonly string[]): Promise<void> {
  const { imported, failed } = await assets.imports.addFiles(paths)
  if (imported.length !== paths.length) {
    throw new Error(`${imported.length} of ${paths.length} came in: ${failed[0]?.error.message ?? 'some twice'}`)
  }
}

async function withSharpAlone(paths: readonly string[], folder: string): Promise<void> {
  const waiting = [...paths.entries()]
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [n, path] = next
      for (const size of thumbnailSizes) {
        const resized = sharp(path).resize(size, size, { fit: 'inside', withoutEnlargement: true })
        await resized.webp({ quality: 80 }).toFile(join(folder, `${n}-${size}.webp`))
      }
    }
  }
  await Promise.all(Array.from({ length: aloneAtOnce }, lane))
}

/** Alternates, so that other load on the machine affects both. */
async function measure(paths: readonly string[], folder: string): Promise<Row[]> {
  const home = await createTemporaryHome()
  const imaging = createImaging({ start: () => startForkedChild(entryPath) })
  const { assets, close } = openTestLibrary(home.paths, { imaging })
  const ours: number[] = []
  const alone: number[] = []
  try {
    await imaging.probe({ path: paths[0]! })
    await withSharpAlone(paths.slice(0, 1), folder)
    const batch = count / rounds
    for (let round = 0; round < rounds; round++) {
      const part = paths.slice(round * batch, (round + 1) * batch)
      ours.push(await perSecond(part, () => bringIn(assets, part)))
      alone.push(await perSecond(part, () => withSharpAlone(part, folder)))
    }
  } finally {
    await imaging.dispose()
    await close()
    await home.remove()
  }
  return [
    {
      what: `bring in ${count.toLocaleString('en-GB')} PNGs of ${sidePx} × ${sidePx}`,
      value: median(ours),
      unit: '/s',
      baseline: { what: 'sharp alone, the same thumbnails', value: median(alone) },
      goal: { type: 'at least', limit: 0.8 },
    },
  ]
}

async function main(rowsPath: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-import-'))
  sharp.cache(false)
  try {
    const thumbnails = join(folder, 'alone')
    await mkdir(thumbnails)
    const rows = await measure(await makeFiles(folder), thumbnails)
    if (rowsPath === undefined) console.log(toTable(rows))
    else await writeFile(rowsPath, JSON.stringify(rows))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main(process.argv[2])
