/**
 * Benchmarks what an image's size costs, from 1 to 150 megapixels, through the imaging process: thumbnails, a fill of
 * the same hole, and a service's 1024² answer composited, written and proven. Each against plain decoding and encoding
 * of the same file. Runs on Electron's Node, or on plain Node.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { automaticBlend, automaticEdge } from '../../src/shared/domain/edit.ts'
import { open, rectangleMask, texture } from '../../test/fixtures/images/make-image.ts'
import { makeFill, measureFill } from '../imaging/fill-through-process.ts'
import { peakMemoryMb, withImaging } from '../imaging/imaging-stage.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { writeRows } from './write-rows.ts'

const sizes = [1, 4, 12, 24, 50, 100, 150]
/** Large images take seconds each, beside which the start of the process does not count. */
const largeFrom = 50
const rounds = 3
const holePx = 200
const answerPx = 1024

interface Frame {
  readonly megapixels: number
  readonly widthPx: number
  readonly heightPx: number
}

/** Three to two, like most cameras. */
function frameOf(megapixels: number): Frame {
  const heightPx = Math.round(Math.sqrt((megapixels * 1e6) / 1.5))
  return { megapixels, widthPx: Math.round(heightPx * 1.5), heightPx }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

/** Medians of alternating rounds, after one that does not count: it starts the process. Large images: one round. */
async function compare({ megapixels }: Frame, ours: () => Promise<unknown>, plain: () => Promise<unknown>) {
  const [whole, alone]: [number[], number[]] = [[], []]
  const first = megapixels < largeFrom ? -1 : rounds - 1
  for (let round = first; round < rounds; round++) {
    whole.push(await timeOf(ours))
    alone.push(await timeOf(plain))
  }
  const counted = first === -1 ? 1 : 0
  return { ours: median(whole.slice(counted)), plain: median(alone.slice(counted)) }
}

async function thumbnailRow(folder: string, frame: Frame): Promise<Row> {
  const path = join(folder, 'photo.jpg')
  await open(texture(frame.widthPx, frame.heightPx)).jpeg({ quality: 90 }).toFile(path)
  const thumbnails = [256, 512].map((size) => ({ path: `${path}.${size}.webp`, longestSidePx: size }))
  const plain = async () => {
    for (const { path: to, longestSidePx } of thumbnails) {
      await sharp(path).resize(longestSidePx, longestSidePx, { fit: 'inside' }).webp({ quality: 80 }).toFile(to)
    }
  }
  const took = await withImaging((imaging) =>
    compare(
      frame,
      () => imaging.prepare({ recovers: true, sourcePath: path, workingCopyPath: `${path}.png`, thumbnails }),
      plain,
    ),
  )
  return pointOf('thumbnails of a JPEG', frame, took, 'the same two by sharp alone')
}

async function fillRows(folder: string, frame: Frame): Promise<Row[]> {
  const request = await makeFill(folder, frame.widthPx, frame.heightPx, holePx)
  const copy = join(folder, 'copy.png')
  return withImaging(async (imaging, pid) => {
    const peak = createPeak(pid)
    const took = await compare(
      frame,
      () => peak.after(measureFill(imaging, request)),
      () => sharp(request.sourcePath).png({ compressionLevel: 1 }).toFile(copy),
    )
    return [
      pointOf(`fill of a ${holePx} px hole`, frame, took, 'the file decoded and encoded'),
      ...memoryRow('fill', frame, peak.mb()),
    ]
  })
}

async function answerRows(folder: string, frame: Frame): Promise<Row[]> {
  const at = (name: string): string => join(folder, name)
  const { widthPx, heightPx } = frame
  const side = Math.min(answerPx, heightPx)
  const crop = { x: (widthPx - side) >> 1, y: (heightPx - side) >> 1, widthPx: side, heightPx: side }
  const hole = { x: crop.x + (side >> 2), y: crop.y + (side >> 2), widthPx: side >> 1, heightPx: side >> 1 }
  await open(texture(widthPx, heightPx)).png({ compressionLevel: 1 }).toFile(at('source.png'))
  await open(texture(side, side)).modulate({ brightness: 1.1 }).png({ compressionLevel: 1 }).toFile(at('answer.png'))
  const edge = automaticEdge('fill', hole)
  const request = {
    sourcePath: at('source.png'),
    answerPath: at('answer.png'),
    resultPath: at('result.png'),
    effectiveMaskPath: at('mask.png'),
    maskPng: await rectangleMask(widthPx, heightPx, hole),
    ...edge,
    frame: { widthPx, heightPx },
    box: { x: 0, y: 0, widthPx, heightPx },
    crop,
    blend: automaticBlend('fill', edge),
  }
  return withImaging(async (imaging, pid) => {
    const peak = createPeak(pid)
    const took = await compare(
      frame,
      () => peak.after(imaging.compositeAnswer(request, { signal: new AbortController().signal })),
      () => sharp(request.sourcePath).png({ compressionLevel: 1 }).toFile(at('copy.png')),
    )
    return [
      pointOf(`1024² answer composited, written and proven`, frame, took, 'the file decoded and encoded'),
      ...memoryRow('1024² answer composited', frame, peak.mb()),
    ]
  })
}

function pointOf(curve: string, { megapixels }: Frame, took: { ours: number; plain: number }, what: string): Row {
  return {
    what: `${megapixels} MP: ${curve}`,
    value: took.ours,
    unit: 'ms',
    baseline: { what, value: took.plain },
    goal: null,
    growth: { curve, size: megapixels },
  }
}

/** The most memory of the process after any of its calls: it may be replaced when they are done. */
function createPeak(pid: () => number) {
  let most: number | null = null
  return {
    async after(call: Promise<unknown>): Promise<void> {
      await call
      const now = peakMemoryMb(pid())
      if (now !== null) most = Math.max(most ?? 0, now)
    },
    mb: () => most,
  }
}

function memoryRow(work: string, { megapixels }: Frame, peak: number | null): Row[] {
  const curve = `${work}: peak memory`
  return peak === null
    ? []
    : [
        {
          what: `${megapixels} MP: ${curve}`,
          value: peak,
          unit: 'MB',
          baseline: null,
          goal: null,
          growth: { curve, size: megapixels },
        },
      ]
}

sharp.cache(false)
const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
try {
  const rows: Row[] = []
  for (const frame of sizes.map(frameOf)) {
    console.error(`${frame.megapixels} megapixels …`)
    rows.push(
      await thumbnailRow(folder, frame),
      ...(await fillRows(folder, frame)),
      ...(await answerRows(folder, frame)),
    )
  }
  await writeRows(rows)
} finally {
  await rm(folder, { recursive: true })
}
