import { join } from 'node:path'
import sharp from 'sharp'
import { createImagingHandlers } from '../../src/main/imaging/child/imaging-handlers.ts'
import { createResponseLayer } from '../../src/main/imaging/child/composite/response-layer.ts'
import type { EditScene } from '../../src/main/imaging/child/composite/edit-scene.ts'
import { placeResponse } from '../../src/main/imaging/child/composite/place-response.ts'
import { copyPatch } from '../../src/main/imaging/child/verify/finished-image.ts'
import { compositeColors } from '../../src/main/imaging/child/verify/composite-colors.ts'
import { applyEffectiveMask } from '../../src/main/imaging/child/masked-fill/effective-area.ts'
import { countMask } from '../../src/main/imaging/child/masked-fill/load-effective-mask.ts'
import { writeFinished } from '../../src/main/imaging/child/verify/write-finished.ts'
import { srgbChunk } from '../../src/main/platform/pure/png/png-chunk.ts'
import { decodeCoverage } from '../../src/main/imaging/child/mask/decode-coverage.ts'
import { automaticBlend, automaticEdge } from '../../src/shared/domain/edit.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { maskShapes, paintMask } from './masks.ts'
import { renderScene, scenes, tints, type Pixels } from './scenes.ts'

const widthPx = 6000
const heightPx = 4000
const crop = { x: 3000, y: 1500, widthPx: 1024, heightPx: 1024 }
const edge = automaticEdge('fill', { widthPx: 410, heightPx: 410 })
const blend = automaticBlend('fill', edge)
const rounds = 7

/** A 1024² response composited into a 24-megapixel image. */
interface Subject {
  readonly image: Pixels
  readonly answer: Pixels
  readonly paint: Uint8Array
}

function makeSubject(): Subject {
  const rgba = new Uint8Array(widthPx * heightPx * 4).fill(255)
  for (let at = 0; at < rgba.length; at++)
    if (at % 4 !== 3) rgba[at] = 90 + (Math.imul(at, 0x9e3779b1) >>> 28) + ((at >> 16) & 63)
  const scene = scenes[0]!
  const place = renderScene(scene, crop.widthPx, [0, 0], tints[0]!, 0)
  const paint = new Uint8Array(widthPx * heightPx)
  const hole = paintMask(maskShapes[0]!, crop.widthPx)
  for (let y = 0; y < crop.heightPx; y++) {
    const to = (crop.y + y) * widthPx + crop.x
    rgba.set(place.rgba.subarray(y * crop.widthPx * 4, (y + 1) * crop.widthPx * 4), to * 4)
    paint.set(hole.subarray(y * crop.widthPx, (y + 1) * crop.widthPx), to)
  }
  return {
    image: { widthPx, heightPx, rgba },
    answer: renderScene(scene, crop.widthPx, [3.3, -2.1], tints[1]!, 1),
    paint,
  }
}

/** Computation only, in this process, warmed up. */
export async function computeRows(): Promise<Row[]> {
  const { image, answer, paint } = makeSubject()
  const original = { ...image, hasAlpha: false, bitDepth: 8 as const, colors: { profile: null, chunks: [] } }
  const [aligning, blending]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const effective = paint.slice()
    const started = performance.now()
    const area = applyEffectiveMask(effective, image, edge)!
    countMask({ effective, area }, image)
    const scene: EditScene = {
      image,
      effective,
      area,
      crop,
      answer,
      answerHasAlpha: false,
      answerIsPartial: false,
      seen: crop,
      scale: 1,
    }
    const masked = performance.now()
    const placed = placeResponse(scene, blend)
    const aligned = performance.now()
    const layer = createResponseLayer(scene, placed, blend)!
    await compositeColors(original, copyPatch(original, layer.touched), layer.render(layer.touched), null)
    aligning.push(aligned - masked)
    blending.push(masked - started + performance.now() - aligned)
  }
  return [
    absolute('align a 1024² answer and judge the mask', median(aligning), 250),
    absolute('match and blend a 1024² answer into 24 megapixels, beyond files', median(blending), 150),
  ]
}

/** The whole call, against reading, writing, and rereading the same files without compositing. */
export async function throughFilesRows(folder: string): Promise<Row[]> {
  const subject = makeSubject()
  const request = await writeFiles(subject, folder)
  const original = {
    ...subject.image,
    hasAlpha: false,
    bitDepth: 8 as const,
    colors: { profile: null, chunks: [srgbChunk()] },
  }
  const handlers = createImagingHandlers(() => Promise.reject(new Error('no fill here')))
  const [whole, files, previews]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    whole.push(await timeOf(() => handlers.compositeAnswer(request, call)))
    files.push(
      await timeOf(async () => {
        const coverage = await decodeCoverage(request.maskPng, subject.image, 'mask')
        await writeFinished(request, original, [], coverage, call.signal)
      }),
    )
    const moved = { ...request, blend: { ...blend, softenPx: 10 + round }, longestSidePx: 1024 }
    previews.push(await timeOf(() => handlers.previewBlend(moved, call)))
  }
  return [
    {
      what: 'an answer aligned, matched and laid into 24 megapixels, written and proven',
      value: median(whole.slice(1)),
      unit: 'ms',
      baseline: { what: 'the same files with nothing laid in', value: median(files.slice(1)) },
      goal: { type: 'at most', limit: 1.3 },
    },
    absolute('a step of a blend slider, 1024²', median(previews.slice(1)), 150),
  ]
}

const call = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onPreview: () => undefined,
  sign: () => Promise.reject(new TypeError('nothing is signed here')),
}

function openRgb({ widthPx: width, heightPx: height, rgba }: Pixels) {
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 1 })
}

async function writeFiles({ image, answer, paint }: Subject, folder: string) {
  const at = (name: string): string => join(folder, name)
  await openRgb(image).toFile(at('source.png'))
  await openRgb(answer).toFile(at('answer.png'))
  const gray = sharp(paint, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w')
  const maskPng = Uint8Array.from(await gray.png({ compressionLevel: 1 }).toBuffer())
  const frame = { widthPx: crop.widthPx, heightPx: crop.heightPx }
  return {
    sourcePath: at('source.png'),
    answerPath: at('answer.png'),
    resultPath: at('result.png'),
    effectiveMaskPath: at('mask.png'),
    maskPng,
    ...edge,
    frame,
    box: { x: 0, y: 0, ...frame },
    crop,
    blend,
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function absolute(what: string, value: number, limit: number): Row {
  return { what, value, unit: 'ms', baseline: null, goal: { type: 'at most', limit } }
}
