/** The work that cores.ts confines to some cores. Prints milliseconds by name as JSON. */
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open, texture } from '../../test/fixtures/images/make-image.ts'
import { makeFill, measureFill } from '../imaging/fill-through-process.ts'
import { withImaging } from '../imaging/imaging-stage.ts'
import { median } from '../report/statistics.ts'

const photoCount = 16
const rounds = 3

async function fillMs(folder: string): Promise<number> {
  const request = await makeFill(folder, 4000, 3000, 600)
  return withImaging(async (imaging) => {
    const times: number[] = []
    for (let seed = 0; seed <= rounds; seed++) times.push((await measureFill(imaging, { ...request, seed })).totalMs)
    return median(times.slice(1))
  })
}

async function thumbnailsMs(folder: string): Promise<number> {
  const bytes = await open(texture(4000, 3000)).jpeg({ quality: 90 }).toBuffer()
  const paths = Array.from({ length: photoCount }, (_, n) => join(folder, `${n}.jpg`))
  for (const path of paths) await writeFile(path, bytes)
  return withImaging(async (imaging) => {
    const prepare = (path: string) =>
      imaging.prepare({
        recovers: true,
        sourcePath: path,
        workingCopyPath: `${path}.png`,
        thumbnails: [256, 512].map((size) => ({ path: `${path}.${size}.webp`, longestSidePx: size })),
      })
    await prepare(paths[0]!)
    const startedMs = performance.now()
    await Promise.all(paths.map(prepare))
    return performance.now() - startedMs
  })
}

const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
try {
  const took = {
    'fill of a 600 px hole at 4000 × 3000': await fillMs(folder),
    [`thumbnails of ${photoCount} JPEGs of 12 megapixels`]: await thumbnailsMs(folder),
  }
  writeFileSync(1, JSON.stringify(took))
} finally {
  await rm(folder, { recursive: true })
}
