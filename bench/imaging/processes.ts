/**
 * Measures what more than one imaging process would bring for imports and exports: the same calls through one, two and
 * three, in turns. Confine it to some cores with `taskset`. Needs the build; runs on Electron's Node, or on plain Node.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Imaging, createImaging } from '../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'
import { open, texture } from '../../test/fixtures/images/make-image.ts'
import { writeRows } from '../growth/write-rows.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'

const entry = join(import.meta.dirname, '../../out/main/imaging.js')
const rounds = 5
const processCounts = [1, 2, 3]

type Call = (imaging: Imaging) => Promise<unknown>

/** Gives each call to the process that has the fewest. */
function createPool(count: number) {
  const members = Array.from({ length: count }, () => ({
    pending: 0,
    imaging: createImaging({ start: () => startForkedChild(entry) }),
  }))
  return {
    async run(call: Call): Promise<void> {
      const member = members.reduce((least, each) => (each.pending < least.pending ? each : least))
      member.pending++
      await call(member.imaging).finally(() => member.pending--)
    },
    runOnEach: (call: Call) => Promise.all(members.map(({ imaging }) => call(imaging))),
    dispose: () => Promise.all(members.map(({ imaging }) => imaging.dispose())),
  }
}

const makeThumbnails =
  (path: string): Call =>
  (imaging) =>
    imaging.prepare({
      recovers: true,
      sourcePath: path,
      workingCopyPath: `${path}.working.png`,
      thumbnails: [256, 512].map((size) => ({ path: `${path}.${size}.webp`, longestSidePx: size })),
    })

const exportJpeg =
  (sourcePath: string): Call =>
  (imaging) =>
    imaging.exportImage({
      quality: 85,
      isLossless: false,
      sharpening: 'none',
      profile: 'srgb',
      bitDepth: '8',
      size: { by: 'longest', px: 1_200, mayEnlarge: false },
      sourcePath,
      targetPath: `${sourcePath}.export.jpg`,
      fileName: 'out.jpg',
      format: 'jpeg',
      metadata: {
        kind: { type: 'trainedAlgorithmicMedia' },
        source: null,
        record: null,
        generation: null,
        madeBy: null,
      },
      credentials: null,
    })

async function measure(folder: string): Promise<Row[]> {
  const copies = async (bytes: Uint8Array, count: number, extension: string) => {
    const paths = Array.from({ length: count }, (_, n) => join(folder, `${count}-${n}.${extension}`))
    for (const path of paths) await writeFile(path, bytes)
    return paths
  }
  const jpegs = await copies(await open(texture(4_000, 3_000)).jpeg({ quality: 90 }).toBuffer(), 16, 'jpg')
  const pngs = await copies(await open(texture(1_024, 1_024)).png().toBuffer(), 60, 'png')
  const works = [
    { what: 'thumbnails of 16 JPEGs of 12 MP', calls: jpegs.map(makeThumbnails) },
    { what: 'thumbnails of 60 PNGs of 1 MP', calls: pngs.map(makeThumbnails) },
    { what: 'export of 16 JPEGs of 12 MP', calls: jpegs.map(exportJpeg) },
    { what: 'export of 48 PNGs of 1 MP', calls: pngs.slice(0, 48).map(exportJpeg) },
  ].map((work) => ({ ...work, times: processCounts.map((): number[] => []) }))
  const pools = processCounts.map(createPool)
  try {
    for (const pool of pools) await pool.runOnEach(makeThumbnails(jpegs[0]!))
    for (let round = 0; round < rounds; round++) {
      for (const { calls, times } of works) {
        // Every other round in the opposite order.
        const order = round % 2 === 0 ? [...pools.keys()] : [...pools.keys()].toReversed()
        for (const at of order) {
          const startedMs = performance.now()
          await Promise.all(calls.map((call) => pools[at]!.run(call)))
          times[at]!.push(performance.now() - startedMs)
        }
      }
    }
  } finally {
    await Promise.all(pools.map((pool) => pool.dispose()))
  }
  return works.flatMap(({ what, times }) => {
    const baseline = { what: 'one process', value: median(times[0]!) }
    return processCounts.slice(1).map((count, at): Row => {
      const value = median(times[at + 1]!)
      return {
        what: `${what}, ${count} processes on ${availableParallelism()} cores`,
        value,
        unit: 'ms',
        baseline,
        goal: null,
      }
    })
  })
}

const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-processes-'))
try {
  await writeRows(await measure(folder))
} finally {
  await rm(folder, { recursive: true })
}
