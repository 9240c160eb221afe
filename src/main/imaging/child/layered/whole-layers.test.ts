import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPsd } from 'ag-psd'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ComposeLayer, OpenedProject } from '../../imaging.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { sharp } from '../source/sharp-engine.ts'
import { compose } from './compose.ts'
import { openProject } from './open-project.ts'
import { saveLayered } from './save-layered.ts'
import { ZipReader } from './zip/zip-reader.ts'

const signal = new AbortController().signal
const budget = new ByteBudget(1e9)
const canvas = { widthPx: 301, heightPx: 263 }
const bird = { widthPx: 40, heightPx: 30 }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-whole-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Noise, so that every pixel identifies its position. */
async function noisePng(name: string, width: number, height: number): Promise<string> {
  const path = join(folder, `${name}.png`)
  const values = Uint8Array.from(
    { length: width * height * 3 },
    (_, n) => Math.imul(n + name.length, 0x9e3779b1) >>> 24,
  )
  await sharp(values, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path)
  return path
}

const rgbaOf = (image: string | Buffer) => sharp(image).ensureAlpha().raw().toBuffer()

/** What programs without layer support show. */
async function mergedOf(path: string): Promise<Uint8Array> {
  if (path.endsWith('.psd'))
    return Uint8Array.from(readPsd(await readFile(path), { useImageData: true }).imageData!.data)
  return rgbaOf(await ZipReader.open(path, (zip) => zip.read('mergedimage.png', 1e8)))
}

/** The opened document's layers, from bottom to top. */
function layersOf({ state, images }: OpenedProject): Extract<ComposeLayer, { kind: 'picture' }>[] {
  return state.layers.flatMap((layer) => {
    if (layer.kind !== 'picture') return []
    const { path } = images.find(({ id }) => id === layer.assetId)!
    return [{ kind: 'picture' as const, path, opacity: layer.opacity, placement: layer.placement }]
  })
}

async function shown(originalPath: string, layers: readonly ComposeLayer[], name: string): Promise<Buffer> {
  const resultPath = join(folder, name)
  await compose({ originalPath, layers, resultPath }, budget, signal)
  return rgbaOf(resultPath)
}

/** The formats store opacity and merged pixels in 255 steps. */
const isSame = (a: Uint8Array, b: Uint8Array) => a.every((value, n) => Math.abs(value - b[n]!) <= 1)

it.each(['psd', 'ora'] as const)('writes layers beyond the canvas completely into a %s', async (format) => {
  const originalPath = await noisePng('base', canvas.widthPx, canvas.heightPx)
  const path = await noisePng('bird', bird.widthPx, bird.heightPx)
  const placed = (name: string, centreX: number, centreY: number, scale = 1) => {
    const placement = {
      centreX,
      centreY,
      scaleX: scale,
      scaleY: scale,
      rotationDeg: 0,
      isFlippedX: false,
      isFlippedY: false,
    }
    return { name, isVisible: true, layer: { kind: 'picture' as const, path, opacity: 1, placement } }
  }
  const layers = [
    placed('huge', 100, 100, 1_000),
    placed('corner', 3, 2),
    placed('right', canvas.widthPx - 1, 100),
    placed('outside', -100, 500),
  ]
  const targetPath = join(folder, `kite.${format}`)
  const saved = { format, targetPath, originalPath, baseName: 'Base', layers, masks: [] }
  const { notes } = await saveLayered(saved, budget, signal)
  expect(notes).toEqual(['Too large to save completely, so cropped to the canvas: “huge”.'])

  const opened = await openProject({ path: targetPath, folder }, budget, signal)
  expect(opened.state.layers).toMatchObject([
    { name: 'huge', pictureSize: canvas },
    { name: 'corner', pictureSize: bird, placement: { centreX: 3, centreY: 2 } },
    { name: 'right', pictureSize: bird, placement: { centreX: canvas.widthPx - 1, centreY: 100 } },
    { name: 'outside', pictureSize: bird, placement: { centreX: -100, centreY: 500 } },
  ])
  const [, ...whole] = layersOf(opened)
  for (const layer of whole) expect((await rgbaOf(layer.path)).equals(await rgbaOf(path))).toBe(true)
  const asSaved = layers.map(({ layer }) => layer)
  const expected = await shown(originalPath, asSaved, 'expected.png')
  const base = opened.images.find(({ id }) => id === opened.baseId)!
  expect(isSame(await shown(base.path, layersOf(opened), 'shown.png'), expected)).toBe(true)
  expect(isSame(await mergedOf(targetPath), expected)).toBe(true)
})
