import { sharp } from '../../platform/pure/sharp.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/engine.ts'
import { openParentChannel, type ParentChannel } from '../../platform/pure/parent-channel.ts'
import {
  engineCalls,
  plainSettings,
  toEngineSchema,
  type FromEngine,
  type ToEngine,
  type EngineModel,
  type EngineRequest,
} from '../engine-calls.ts'
import { createDrawer, type Drawer, type DrawWatch } from './draw-images.ts'

const sidePx = 64

const steps = 2

const channels = 3

/** For the first image; few libraries are bit-exact across runs on a GPU. */
const seed = 7

const equalWithin = 2

const keptGray = 128

const isFlat = (pixels: Buffer): boolean => pixels.every((value, at) => Math.abs(value - pixels[at % channels]!) <= 1)

const upperHalf = (pixels: Buffer) => pixels.subarray(0, pixels.length / 2)

const gray = () => Buffer.alloc(sidePx * sidePx * channels, keptGray)

/**
 * Entry point of the engine process; `argv[2]` is the shared library. An abort in that library ends only this process.
 */
const channel = openParentChannel()
/** Exit code 64: wrong usage (sysexits.h, EX_USAGE). */
const usageExitCode = 64
const libraryPath = process.argv[2]

if (channel === null || libraryPath === undefined) process.exit(usageExitCode)
serve(channel, libraryPath)

function serve(parent: ParentChannel, path: string): void {
  const running = new Map<number, AbortController>()
  const post = (message: FromEngine): void => parent.post(message)
  let drawer: Drawer | null = null

  async function respond({ id, method, input }: Extract<ToEngine, { type: 'call' }>, signal: AbortSignal) {
    drawer ??= createDrawer(path)
    const watch: DrawWatch = {
      signal,
      onProgress: (fraction) => post({ type: 'progressed', id, fraction }),
      onPreview: (png) => post({ type: 'previewed', id, png }),
    }
    switch (method) {
      case 'inspect':
        return drawer.facts()
      case 'prove':
        return proveLibrary(drawer, engineCalls.prove.input.parse(input).model, watch)
      case 'generate':
        return drawer.draw(engineCalls.generate.input.parse(input), watch)
      case 'upscale':
        return drawer.upscale(engineCalls.upscale.input.parse(input), watch)
      case 'convert':
        return drawer.convert(engineCalls.convert.input.parse(input), watch)
    }
  }

  async function run(call: Extract<ToEngine, { type: 'call' }>): Promise<void> {
    const { id } = call
    const controller = new AbortController()
    running.set(id, controller)
    try {
      post({ type: 'done', id, value: await respond(call, controller.signal) })
    } catch (thrown) {
      post({ type: 'failed', id, error: toErrorData(controller.signal.aborted ? AppError.cancelled() : thrown) })
    } finally {
      running.delete(id)
    }
  }

  parent.onMessage((data) => {
    const message = toEngineSchema.parse(data)
    if (message.type === 'cancel') running.get(message.id)?.abort()
    else void run(message)
  })
}

/**
 * Draws with the test model and checks the size, that there is more than one color, that the same seed gives the same
 * image and another seed another one, and that only the white part of a mask changes. A library with a different struct
 * layout fails one of these checks or crashes.
 */
async function proveLibrary(drawer: Drawer, model: EngineModel, watch: DrawWatch): Promise<EngineFacts> {
  let stepsSeen = 0
  const drawWatch: DrawWatch = {
    ...watch,
    onProgress(fraction) {
      if (fraction !== null && fraction > 0) stepsSeen++
      watch.onProgress(fraction)
    },
  }
  const draw = (changes: Partial<EngineRequest>) => drawPixels(drawer, { ...requestOf(model), ...changes }, drawWatch)
  const firstImage = await draw({})
  expect(stepsSeen > 0, messages.noStepsReported)
  expect(!isFlat(firstImage), messages.oneColor)
  expect(difference(firstImage, await draw({})) <= equalWithin, messages.seedIgnored)
  expect(difference(firstImage, await draw({ seed: seed + 1 })) > equalWithin, messages.seedsAlike)
  const repainted = await draw({ source: await grayPng(), mask: await maskPng(), strength: 1 })
  expect(difference(upperHalf(repainted), upperHalf(gray())) <= equalWithin, messages.maskIgnored)
  expect(!isFlat(repainted), messages.maskUnchanged)
  return drawer.library.facts()
}

function requestOf(model: EngineModel): EngineRequest {
  return {
    model,
    // T5's end-of-sequence token, which needs no vocabulary.
    prompt: 'a kite</s>',
    widthPx: sidePx,
    heightPx: sidePx,
    seed,
    steps,
    ...plainSettings,
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

/** Mean absolute difference of two images, on a scale of 0 to 255. */
function difference(a: Buffer, b: Buffer): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length
}

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
