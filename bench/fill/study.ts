/**
 * Parameter study: fills every case listed in a folder with overridden tuning and prints quality per set of cases.
 *   study.ts CASES_DIR [set] [json of FillTuning overrides] [--each] [--write DIR]
 * A case `id` is three files: id.rgba (raw RGBA), id.mask (raw), listed with its size in list.json.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillWith } from '../../src/main/imaging/child/fill/content-aware-fill.ts'
import { createFillPool } from '../../src/main/imaging/child/fill/fill-pool.ts'
import { fillTuning } from '../../src/main/imaging/child/fill/fill-tuning.ts'

interface Case {
  readonly id: string
  readonly w: number
  readonly h: number
}

const args = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const folder = args[0]!
const set = args[1] ?? ''
const overrides = JSON.parse(args[2] ?? '{}') as Record<string, number>
const each = process.argv.includes('--each')
const writeAt = process.argv.indexOf('--write')
const outFolder = writeAt > 0 ? process.argv[writeAt + 1]! : null
const seed = overrides['seed'] ?? 1
const colourAdaptation = overrides['colourAdaptation'] ?? 0.7

function gray(rgba: Uint8Array): Float32Array {
  return Float32Array.from({ length: rgba.length / 4 }, (_, i) =>
    Math.round(0.299 * rgba[i * 4]! + 0.587 * rgba[i * 4 + 1]! + 0.114 * rgba[i * 4 + 2]!),
  )
}

function mirror(v: number, n: number): number {
  return v < 0 ? -v : v >= n ? 2 * n - 2 - v : v
}

function gradients(g: Float32Array, w: number, h: number): Float32Array {
  return Float32Array.from({ length: g.length }, (_, i) => {
    const x = i % w
    const y = (i / w) | 0
    const at = (dx: number, dy: number): number => g[mirror(y + dy, h) * w + mirror(x + dx, w)]!
    const gx = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1)
    const gy = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1)
    return Math.hypot(gx, gy)
  })
}

function score(truth: Uint8Array, out: Uint8Array, mask: Uint8Array, w: number, h: number): [number, number, number] {
  let squares = 0
  let count = 0
  for (let i = 0; i < mask.length; i++) {
    if (mask[i]! <= 127) continue
    for (let c = 0; c < 3; c++) squares += (truth[i * 4 + c]! - out[i * 4 + c]!) ** 2
    count += 3
  }
  const a = gradients(gray(truth), w, h)
  const b = gradients(gray(out), w, h)
  const sums = [0, 0, 0, 0]
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let least = 255
      let least1 = 255
      let most1 = 0
      for (let dy = -3; dy <= 3; dy++) {
        for (let dx = -3; dx <= 3; dx++) {
          if (x + dx < 0 || y + dy < 0 || x + dx >= w || y + dy >= h) continue
          const m = mask[(y + dy) * w + x + dx]!
          least = Math.min(least, m)
          if (Math.abs(dx) > 1 || Math.abs(dy) > 1) continue
          least1 = Math.min(least1, m)
          most1 = Math.max(most1, m)
        }
      }
      const i = y * w + x
      if (least > 127) {
        sums[0]! += a[i]!
        sums[1]! += b[i]!
      }
      if (most1 > 127 && least1 <= 127) {
        sums[2]! += a[i]!
        sums[3]! += b[i]!
      }
    }
  }
  return [10 * Math.log10(65025 / (squares / count)), sums[1]! / sums[0]!, sums[3]! / sums[2]!]
}

const median = (values: number[]): number => {
  const sorted = values.toSorted((p, q) => p - q)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

const cases = (JSON.parse(readFileSync(join(folder, 'list.json'), 'utf8')) as Case[]).filter((c) =>
  c.id.startsWith(set),
)
const pool = createFillPool()
const tuning = { ...fillTuning, ...overrides }
const bySet = new Map<string, number[][]>()
if (outFolder !== null) mkdirSync(outFolder, { recursive: true })
for (const { id, w, h } of cases) {
  const truth = new Uint8Array(readFileSync(join(folder, `${id}.rgba`)))
  const mask = new Uint8Array(readFileSync(join(folder, `${id}.mask`)))
  const rgba = truth.slice()
  for (let i = 0; i < mask.length; i++) if (mask[i]! > 0) rgba.fill(0, i * 4, i * 4 + 3)
  const input = { widthPx: w, heightPx: h, rgba, mask, sampling: null, seed, colourAdaptation, threads: 2 }
  const started = performance.now()
  const patch = await fillWith(pool, input, tuning)
  const ms = performance.now() - started
  for (let y = 0; y < patch.heightPx; y++) {
    const row = patch.rgba.subarray(y * patch.widthPx * 4, (y + 1) * patch.widthPx * 4)
    rgba.set(row, ((patch.y + y) * w + patch.x) * 4)
  }
  const [psnr, grad, seam] = score(truth, rgba, mask, w, h)
  if (each)
    console.log(
      `${id.padEnd(32)} ${ms.toFixed(0).padStart(5)}ms psnr ${psnr.toFixed(2)} grad ${grad.toFixed(2)} seam ${seam.toFixed(2)}`,
    )
  const key = id.split('_')[0]!
  bySet.set(key, [...(bySet.get(key) ?? []), [ms, psnr, grad, seam]])
  if (outFolder !== null) writeFileSync(join(outFolder, `${id}.rgba`), rgba)
}
for (const [key, rows] of bySet) {
  const mean = rows.reduce((sum, row) => sum + row[1]!, 0) / rows.length
  const pick = (k: number): number => median(rows.map((row) => row[k]!))
  console.log(
    `${key} n=${rows.length} psnr ${mean.toFixed(2)} grad ${pick(2).toFixed(2)} seam ${pick(3).toFixed(2)} ${pick(0).toFixed(0)}ms  ${args[2] ?? ''}`,
  )
}
await pool.close()
