import sharp from 'sharp'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/engine.ts'
import type { EngineModel, EngineRequest } from '../engine-calls.ts'
import type { DrawWatch, Drawer } from './draw-images.ts'

const sidePx = 64
const steps = 2
const channels = 3
/** Of the first image: few libraries repeat themselves to the last bit on a GPU. */
const seed = 7
const equalWithin = 2
const keptGray = 128

/**
 * Draws with the small model: of the size asked, not of one color, the same image for the same seed, another for another,
 * and under a mask only what is white in it. A library whose structures are others fails in one of these, or dies.
 */
export async function proveLibrary(drawer: Drawer, model: EngineModel, watch: DrawWatch): Promise<EngineFacts> {
  let stepsSeen = 0
  const heard: DrawWatch = {
    ...watch,
    onProgress(fraction) {
      if (fraction !== null && fraction > 0) stepsSeen++
      watch.onProgress(fraction)
    },
  }
  const draw = (own: Partial<EngineRequest>) => drawPixels(drawer, { ...requestOf(model), ...own }, heard)
  const first = await draw({})
  expect(stepsSeen > 0, messages.noStepsReported)
  expect(!isFlat(first), messages.oneColor)
  expect(difference(first, await draw({})) <= equalWithin, messages.seedIgnored)
  expect(difference(first, await draw({ seed: seed + 1 })) > equalWithin, messages.seedsAlike)
  const repainted = await draw({ source: await grayPng(), mask: await maskPng(), strength: 1 })
  expect(difference(upperHalf(repainted), upperHalf(gray())) <= equalWithin, messages.maskIgnored)
  expect(!isFlat(repainted), messages.maskUnchanged)
  return drawer.library.facts()
}

function requestOf(model: EngineModel): EngineRequest {
  return {
    model,
    // The end of the words as T5 has it, which needs no vocabulary.
    prompt: 'a kite</s>',
    negativePrompt: '',
    widthPx: sidePx,
    heightPx: sidePx,
    n: 1,
    seed,
    steps,
    guidance: 1,
    distilledGuidance: null,
    sampler: null,
    scheduler: null,
    flowShift: null,
    strength: 1,
    source: null,
    mask: null,
    references: [],
    loras: [],
    control: null,
    hires: null,
    isTiling: false,
    wantsPreviews: false,
  }
}

async function drawPixels(drawer: Drawer, request: EngineRequest, watch: DrawWatch): Promise<Buffer> {
  const images = await drawer.draw(request, watch)
  expect(images.length === 1, messages.otherCount({ count: images.length }))
  const { data, info } = await sharp(images[0]!.png).raw().toBuffer({ resolveWithObject: true })
  const isAsked = info.width === sidePx && info.height === sidePx && info.channels === channels
  expect(isAsked, messages.otherSize({ width: info.width, height: info.height, sidePx }))
  return data
}

function expect(isMet: boolean, problem: string): void {
  if (!isMet) throw new AppError('engine/failed', problem)
}

const isFlat = (pixels: Buffer): boolean => pixels.every((value, at) => Math.abs(value - pixels[at % channels]!) <= 1)

/** Mean absolute difference of two images, in levels of 255. */
function difference(a: Buffer, b: Buffer): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length
}

const upperHalf = (pixels: Buffer) => pixels.subarray(0, pixels.length / 2)
const gray = () => Buffer.alloc(sidePx * sidePx * channels, keptGray)

function grayPng() {
  return toPng(gray(), channels)
}

function maskPng() {
  return toPng(Buffer.alloc(sidePx * sidePx).fill(255, (sidePx * sidePx) / 2), 1)
}

async function toPng(pixels: Buffer, count: 1 | 3): Promise<Uint8Array<ArrayBuffer>> {
  const raw = { width: sidePx, height: sidePx, channels: count }
  return new Uint8Array(await sharp(pixels, { raw }).png().toBuffer())
}
