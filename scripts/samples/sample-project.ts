import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import type { Recipe } from '../../src/shared/domain/asset.ts'
import {
  type DocumentState,
  type MaskInfo,
  type StoredTile,
  newDocumentState,
} from '../../src/shared/domain/canvas-document.ts'
import { tilePx } from '../../src/shared/domain/surfaces.ts'
import { contentAwareFillId, importRecipe } from '../../src/shared/domain/import-recipe.ts'
import { sampleProjectIds as ids } from '../../src/shared/domain/tour.ts'
import type { FillRequest, Imaging } from '../../src/main/imaging/imaging.ts'
import { projectRoot } from '../setup/project.mjs'

export const sampleProjectPath = join(projectRoot, 'resources', 'samples', 'sample-project.atelier')

const photoPath = join(projectRoot, 'resources', 'samples', 'chelsea.png')
const size = { widthPx: 451, heightPx: 300 }
const edge = { growPx: 4, featherPx: 8 }
const seeded = { seed: 3, colourAdaptation: 0.5 }
/** Of the file; the same for every run, so that only a change of the contents changes it. */
const savedAtMs = Date.UTC(2026, 10, 26)

interface Ellipse {
  readonly x: number
  readonly y: number
  readonly radiusX: number
  readonly radiusY: number
}

/** In pixels of the photo. */
const areas: Readonly<Record<'eyes' | 'nose' | 'background', readonly Ellipse[]>> = {
  eyes: [
    { x: 170, y: 115, radiusX: 36, radiusY: 32 },
    { x: 318, y: 136, radiusX: 25, radiusY: 28 },
  ],
  nose: [{ x: 264, y: 244, radiusX: 30, radiusY: 24 }],
  background: [
    { x: 418, y: 150, radiusX: 38, radiusY: 22 },
    { x: 440, y: 150, radiusX: 40, radiusY: 22 },
  ],
}

type Engine = Pick<Imaging, 'fill' | 'saveProject'>

/** Fills part of the photo by the real engine and writes photo, result, masks and layers as one document. */
export async function writeSampleProject(imaging: Engine, targetPath: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-sample-'))
  try {
    const files = { resultPath: join(folder, 'result.png'), effectiveMaskPath: join(folder, 'mask.png') }
    const recipe = await fillBackground(imaging, files)
    const none = { maskPath: null, paintPath: null, answer: null, mime: 'image/png' as const }
    const result = { id: ids.result, name: 'Sample project', path: files.resultPath, recipe, parentId: ids.photo }
    const photo = { id: ids.photo, name: 'chelsea', path: photoPath, recipe: importRecipe, parentId: null }
    const content = { name: result.name, baseId: ids.result, state: stateOf(), tiles: tilesOf() }
    const images = [
      { ...none, ...result, maskPath: files.effectiveMaskPath },
      { ...none, ...photo },
    ]
    await imaging.saveProject({ ...content, targetPath, appVersion: '1', savedAtMs, images }, {})
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface FillTargets {
  readonly resultPath: string
  readonly effectiveMaskPath: string
}

const ignore = () => undefined

async function fillBackground(imaging: Engine, files: FillTargets): Promise<Recipe> {
  const callbacks = { signal: new AbortController().signal, onProgress: ignore, onPreview: ignore }
  const { changedInside, changedOutside } = await imaging.fill(await fillRequest(files), callbacks)
  return {
    ...importRecipe,
    ...edge,
    ...seeded,
    operation: 'fill',
    provider: contentAwareFillId,
    sampling: 'automatic',
    changedInside,
    changedOutside,
    costUsd: 0,
  }
}

async function fillRequest(files: FillTargets): Promise<FillRequest> {
  const mask = sharp(coverageOf(areas.background), { raw: rawOf(1) })
  const maskPng = new Uint8Array(await mask.png().toBuffer())
  const paths = { ...files, originalPath: photoPath, sourcePath: photoPath }
  return { ...edge, ...seeded, ...paths, maskPng, samplingPng: null, modelSize: null }
}

function maskOf(id: string, tint: string, isOn: boolean): MaskInfo {
  return { id, name: id, tint, strength: 1, isOn }
}

/** The names are those of the language that the project is opened in. */
function stateOf(): DocumentState {
  return {
    ...newDocumentState(size),
    masks: [
      maskOf(ids.eyes, '#ff4d5e', true),
      maskOf(ids.nose, '#4aa8ff', false),
      maskOf(ids.background, '#3fbf7f', false),
    ],
    layers: [
      {
        id: ids.original,
        name: ids.original,
        isVisible: false,
        opacity: 1,
        kind: 'picture',
        assetId: ids.photo,
        pictureSize: size,
        placement: {
          centreX: size.widthPx / 2,
          centreY: size.heightPx / 2,
          scaleX: 1,
          scaleY: 1,
          rotationDeg: 0,
          isFlippedX: false,
          isFlippedY: false,
        },
      },
      { id: ids.light, name: ids.light, isVisible: true, opacity: 0.6, kind: 'paint' },
    ],
    targetId: ids.eyes,
  }
}

function tilesOf(): StoredTile[] {
  return [
    ...cut(ids.eyes, coverageOf(areas.eyes), 1),
    ...cut(ids.nose, coverageOf(areas.nose), 1),
    ...cut(ids.background, coverageOf(areas.background), 1),
    ...cut(ids.light, warmLight(), 4),
  ]
}

const rawOf = (channels: 1 | 4) => ({ width: size.widthPx, height: size.heightPx, channels })

/** A byte for each pixel: 255 inside an ellipse, fading over about two pixels. */
function coverageOf(ellipses: readonly Ellipse[]): Uint8Array {
  const pixels = new Uint8Array(size.widthPx * size.heightPx)
  for (let at = 0; at < pixels.length; at++) {
    const x = (at % size.widthPx) + 0.5
    const y = Math.floor(at / size.widthPx) + 0.5
    const inside = ellipses.map(({ radiusX, radiusY, ...middle }) => {
      const far = Math.hypot((x - middle.x) / radiusX, (y - middle.y) / radiusY)
      return (1 - far) * Math.min(radiusX, radiusY) * 0.5 + 0.5
    })
    pixels[at] = Math.round(255 * Math.min(1, Math.max(0, ...inside)))
  }
  return pixels
}

/** RGBA: an orange glow from the lower left corner. */
function warmLight(): Uint8Array {
  const pixels = new Uint8Array(size.widthPx * size.heightPx * 4)
  for (let at = 0; at < size.widthPx * size.heightPx; at++) {
    const far = Math.hypot((at % size.widthPx) / size.widthPx, 1 - Math.floor(at / size.widthPx) / size.heightPx)
    // In steps of 4, which compress to a few kilobytes and are not seen at this opacity.
    const alpha = 4 * Math.round((130 * Math.max(0, 1 - far) ** 2) / 4)
    if (alpha > 0) pixels.set([255, 150, 40, alpha], at * 4)
  }
  return pixels
}

/** The tiles of a surface that have anything on them. */
function cut(surfaceId: string, pixels: Uint8Array, channels: 1 | 4): StoredTile[] {
  const tiles: StoredTile[] = []
  for (let row = 0; row * tilePx < size.heightPx; row++) {
    for (let column = 0; column * tilePx < size.widthPx; column++) {
      const tile = new Uint8Array(tilePx * tilePx * channels)
      const width = Math.min(tilePx, size.widthPx - column * tilePx)
      for (let y = 0; y < tilePx && row * tilePx + y < size.heightPx; y++) {
        const from = ((row * tilePx + y) * size.widthPx + column * tilePx) * channels
        tile.set(pixels.subarray(from, from + width * channels), y * tilePx * channels)
      }
      if (tile.some((value) => value > 0)) tiles.push({ surfaceId, column, row, deflated: deflateSync(tile) })
    }
  }
  return tiles
}
