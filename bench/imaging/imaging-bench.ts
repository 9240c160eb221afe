/**
 * Benchmarks thumbnails, fills, and canceling through the real imaging process. Prints a table, or writes its rows to
 * the given path. Runs on Electron's Node: ELECTRON_RUN_AS_NODE=1 <electron> bench/imaging/imaging-bench.ts
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { Imaging } from '../../src/main/imaging/imaging.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { exportsPerSecond } from './exports-per-second.ts'
import { makeFill, measureCancel, measureFill } from './fill-through-process.ts'
import { peakMemoryMb, withImaging } from './imaging-stage.ts'
import { thumbnailsPerSecond } from './thumbnails-per-second.ts'

async function thumbnailRows(folder: string): Promise<Row[]> {
  const sources = [
    { what: '12-megapixel JPEG', widthPx: 4000, heightPx: 3000, count: 12, extension: 'jpg' },
    { what: '2-megapixel JPEG', widthPx: 1600, heightPx: 1200, count: 40, extension: 'jpg' },
    { what: '2-megapixel PNG', widthPx: 1600, heightPx: 1200, count: 20, extension: 'png' },
  ] as const
  const rows: Row[] = []
  for (const source of sources) {
    const { throughProcess, sharpAlone } = await withImaging((imaging) => thumbnailsPerSecond(imaging, folder, source))
    rows.push({
      what: `thumbnails of a ${source.what}`,
      value: throughProcess,
      unit: '/s',
      baseline: { what: 'sharp alone', value: sharpAlone },
      goal: { type: 'at least', limit: 0.9 },
    })
  }
  return rows
}

async function exportRows(folder: string): Promise<Row[]> {
  const { throughProcess, sharpAlone } = await withImaging((imaging) => exportsPerSecond(imaging, folder))
  return [
    {
      what: 'exports of a 2-megapixel PNG as a JPEG of 1200 px',
      value: throughProcess,
      unit: '/s',
      baseline: { what: 'sharp alone', value: sharpAlone },
      goal: { type: 'at least', limit: 0.8 },
    },
  ]
}

function absolute(what: string, value: number, unit: string, limit: number): Row {
  return { what, value, unit, baseline: null, goal: { type: 'at most', limit } }
}

const firstFill = 'first preview of the first fill, 1 megapixel'

/** Each in a separate process, started by the beginning of a stroke. */
async function firstFillRows(folder: string): Promise<Row[]> {
  const request = await makeFill(folder, 1152, 896, 200)
  const measure = (prepare: (imaging: Imaging) => Promise<unknown>): Promise<number> =>
    medianOf(3, () =>
      withImaging(async (imaging) => {
        await prepare(imaging)
        return (await measureFill(imaging, request)).firstPreviewMs
      }),
    )
  const notStarted = await measure(async () => undefined)
  const afterStroke = (ms: number) =>
    measure((imaging) => {
      void imaging.warmUpFill(request)
      return sleep(ms)
    })
  const [early, late] = [await afterStroke(500), await afterStroke(1000)]
  return [
    { what: `${firstFill}, process not started`, value: notStarted, unit: 'ms', baseline: null, goal: null },
    { what: `${firstFill}, half a second after a stroke began`, value: early, unit: 'ms', baseline: null, goal: null },
    absolute(`${firstFill}, a second after a stroke began`, late, 'ms', 300),
  ]
}

async function medianOf(count: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let n = 0; n < count; n++) values.push(await measure())
  return median(values)
}

async function smallFillRows(folder: string): Promise<Row[]> {
  const request = await makeFill(folder, 1152, 896, 200)
  const wide = await makeFill(folder, 1600, 1200, 500)
  return withImaging(async (imaging) => {
    await measureFill(imaging, request)
    const again: number[] = []
    for (let n = 0; n < 5; n++) again.push((await measureFill(imaging, { ...request, seed: n })).firstPreviewMs)
    const cancels: number[] = []
    for (let n = 0; n < 5; n++) cancels.push(await measureCancel(imaging, wide))
    return [
      absolute('first preview of another try, 1 megapixel', median(again), 'ms', 300),
      absolute('cancel during a fill', median(cancels), 'ms', 50),
    ]
  })
}

async function largeFillRows(folder: string): Promise<Row[]> {
  const request = await makeFill(folder, 4000, 3000, 600)
  return withImaging(async (imaging, pid) => {
    const totals: number[] = []
    for (let n = 0; n < 3; n++) totals.push((await measureFill(imaging, { ...request, seed: n })).totalMs / 1000)
    const rows = [absolute('fill a 600 px hole at 4000 × 3000', median(totals), 's', 6)]
    const peak = peakMemoryMb(pid())
    if (peak !== null) rows.push(absolute('… peak memory of the process', peak, 'MB', 1000))
    return rows
  })
}

const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
sharp.cache(false)
try {
  const [, , rowsPath, part] = process.argv
  const thumbnails = await thumbnailRows(folder)
  const rows =
    part === 'thumbnails'
      ? thumbnails
      : [
          ...thumbnails,
          ...(await exportRows(folder)),
          ...(await firstFillRows(folder)),
          ...(await smallFillRows(folder)),
          ...(await largeFillRows(folder)),
        ]
  if (rowsPath === undefined) console.log(toTable(rows))
  else await writeFile(rowsPath, JSON.stringify(rows))
} finally {
  await rm(folder, { recursive: true })
}
