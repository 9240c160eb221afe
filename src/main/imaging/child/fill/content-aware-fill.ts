import { AppError } from '../../../../shared/errors/index.ts'
import { composePatch } from './compose-patch.ts'
import { FillError, type FillEngineInput, type FillPatch } from './fill-contract.ts'
import { openLevel, type FillLevel, pixelState } from './fill-level.ts'
import { planFill, type FillPlan, type RegionPlan } from './fill-plan.ts'
import { defaultThreads, sharedFillPool, type FillPool } from './fill-pool.ts'
import { fillTuning, type FillTuning } from './fill-tuning.ts'
import { originsOf } from './site-grid.ts'
import { randomHash } from './random-hash.ts'

/** Previews hold at most this many samples. */
const previewSamples = 1 << 20

let warmUp: Promise<void> | undefined
/** Aborted by the first fill, after which a warm-up is pointless. */
const unfilled = new AbortController()

/**
 * Repaints the masked pixels of an image from the rest of it (or from `sampling`) by multi-scale patch matching.
 * Resolves with the composited bounding box of the mask. Rejects with a {@link FillError} if the mask is empty or
 * nothing may be copied, with the signal's reason on abort, and with an AppError if a worker dies or the sizes differ.
 */
export function contentAwareFill(input: FillEngineInput): Promise<FillPatch> {
  unfilled.abort()
  return fillWith(sharedFillPool(), input, fillTuning)
}

/** Starts the worker threads ahead of the first fill. They stay until idle for a long time. */
export function startFillWorkers(): void {
  sharedFillPool().start(defaultThreads())
}

/**
 * Has the workers fill a small image once, so that their code is compiled in advance. Rejects if a fill was requested
 * before or during that: the fill does not wait for the warm-up.
 */
export function warmFillWorkers(onPreview: (preview: FillPatch) => void): Promise<void> {
  return (warmUp ??= fillNoise(onPreview))
}

async function fillNoise(onPreview: (preview: FillPatch) => void): Promise<void> {
  const side = 160
  const rgba = new Uint8Array(side * side * 4)
  for (let i = 0; i < rgba.length; i++) rgba[i] = i % 4 === 3 ? 255 : randomHash(i, 0, 0) & 255
  const mask = new Uint8Array(side * side)
  for (let y = 50; y < 110; y++) mask.fill(255, y * side + 50, y * side + 110)
  const blank = { widthPx: side, heightPx: side, sampling: null, seed: 0, colourAdaptation: 1 }
  await fillWith(sharedFillPool(), { ...blank, rgba, mask, signal: unfilled.signal, onPreview }, fillTuning)
}

/** {@link contentAwareFill} with a given pool and tuning, for tests and parameter studies. */
export async function fillWith(pool: FillPool, input: FillEngineInput, tuning: FillTuning): Promise<FillPatch> {
  input.signal?.throwIfAborted()
  checkSizes(input)
  const plan = planFill(input.widthPx, input.heightPx, input.mask, input.sampling)
  if (plan === null) throw new FillError('empty-mask')
  const sites = plan.regions.reduce((sum, region) => sum + region.hole.width * region.hole.height, 0)
  let done = 0
  let best = 0
  let patch: Uint8Array | null = null
  const origins = input.wantsOrigins === true ? new Int32Array(plan.hole.width * plan.hole.height).fill(-1) : null
  input.onProgress?.(0)
  const report = (fraction: number): void => {
    best = Math.max(best, Math.min(fraction, 0.999))
    input.onProgress?.(best)
  }
  for (const region of plan.regions) {
    const share = (region.hole.width * region.hole.height) / sites
    const doneBefore = done
    const onFraction = (part: number): void => report(doneBefore + share * part)
    patch = await fillRegion(pool, input, tuning, plan, region, { patch, origins }, onFraction)
    done += share
  }
  input.onProgress?.(1)
  const { hole } = plan
  const rect = { x: hole.x, y: hole.y, widthPx: hole.width, heightPx: hole.height }
  return { ...rect, rgba: patch!, ...(origins !== null && { origins }) }
}

function checkSizes(input: FillEngineInput): void {
  const pixels = input.widthPx * input.heightPx
  if (input.rgba.length !== pixels * 4 || input.mask.length !== pixels) {
    throw new AppError('request/invalid', 'The image and its mask do not have the given size.')
  }
  if (input.sampling !== null && input.sampling.length !== pixels) {
    throw new AppError('request/invalid', 'The sampling area does not have the size of the image.')
  }
}

async function fillRegion(
  pool: FillPool,
  input: FillEngineInput,
  tuning: FillTuning,
  plan: FillPlan,
  region: RegionPlan,
  { patch: under, origins }: { readonly patch: Uint8Array | null; readonly origins: Int32Array | null },
  onFraction: (fraction: number) => void,
): Promise<Uint8Array> {
  const memory = new SharedArrayBuffer(region.bytes)
  const { hasAlpha, copyable } = loadFillRegion(input, region, memory)
  if (copyable === 0) throw new FillError('nothing-to-copy')
  const colourAdaptation = Math.min(1, Math.max(0, input.colourAdaptation))
  const show = (index: number, bounds: FillPlan['hole'], reduction: number, base: Uint8Array | null): FillPatch => {
    const level = openLevel(memory, region.levels[index]!)
    return composePatch(input, bounds, { box: region.box, level, index, hasAlpha }, reduction, base)
  }
  const outcome = await pool.run({
    memory,
    settings: {
      plan: region,
      seed: input.seed >>> 0,
      colourAdaptation,
      hasAlpha,
      copyable,
      tuning,
      wantsOrigins: origins !== null,
      matchesOnly: false,
    },
    threads: input.threads ?? defaultThreads(),
    signal: input.signal,
    onFraction,
    onLevel: (index) => {
      if (input.signal?.aborted !== true) input.onPreview?.(show(index, region.hole, previewReduction(region), null))
    },
  })
  if (outcome === 'nothing-to-copy') throw new FillError('nothing-to-copy')
  if (origins !== null) takeOrigins(origins, plan.hole, region, openLevel(memory, region.levels[0]!), input.widthPx)
  return show(0, plan.hole, 1, under).rgba
}

/** Converts region pixels to image pixels. */
function takeOrigins(
  into: Int32Array,
  hole: FillPlan['hole'],
  { box }: RegionPlan,
  level: FillLevel,
  stride: number,
): void {
  const origins = originsOf(level)
  const { holeBox } = level
  for (let y = holeBox.y; y < holeBox.y + holeBox.height; y++) {
    for (let x = holeBox.x; x < holeBox.x + holeBox.width; x++) {
      const from = origins[y * level.width + x]!
      if (from < 0) continue
      const to = (box.y + y - hole.y) * hole.width + box.x + x - hole.x
      into[to] = (box.y + Math.floor(from / level.width)) * stride + box.x + (from % level.width)
    }
  }
}

function previewReduction(region: RegionPlan): number {
  let reduction = 1
  while ((region.hole.width / reduction) * (region.hole.height / reduction) > previewSamples) reduction *= 2
  return reduction
}

/**
 * Copies a region's part of the image into the finest level of `memory`, with premultiplied colors if the region is not
 * opaque. Returns whether it has alpha, and how many of its pixels may be copied.
 */
export function loadFillRegion(
  input: FillEngineInput,
  plan: RegionPlan,
  memory: SharedArrayBuffer,
): { hasAlpha: boolean; copyable: number } {
  const { image, state } = openLevel(memory, plan.levels[0]!)
  const { box } = plan
  let alphaAnd = 255
  let copyable = 0
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * input.widthPx + box.x
    image.set(input.rgba.subarray(from * 4, (from + box.width) * 4), y * box.width * 4)
    for (let x = 0; x < box.width; x++) {
      const to = y * box.width + x
      if (input.mask[from + x]! > 0) {
        state[to] = pixelState.hole
        continue
      }
      alphaAnd &= input.rgba[(from + x) * 4 + 3]!
      if (input.sampling !== null && input.sampling[from + x] === 0) continue
      state[to] = pixelState.allowed
      copyable++
    }
  }
  const hasAlpha = alphaAnd !== 255
  if (hasAlpha) multiplyByAlpha(image)
  return { hasAlpha, copyable }
}

function multiplyByAlpha(image: Uint8Array): void {
  for (let at = 0; at < image.length; at += 4) {
    const alpha = image[at + 3]!
    if (alpha === 255) continue
    for (let channel = 0; channel < 3; channel++) {
      image[at + channel] = (image[at + channel]! * alpha + 127) / 255
    }
  }
}
