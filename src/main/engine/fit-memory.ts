import type { MemorySaving } from '../../shared/domain/local-record.ts'
import type { EngineFacts, Fit } from '../../shared/domain/local-setup.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { formatFixed } from '../../shared/messages/formats.ts'
import type { Size } from '../../shared/util/geometry.ts'

/** Sizes of a model's files, grouped by what is loaded together, and how its attention grows with the image. */
export interface ModelWeights {
  readonly drawingBytes: number
  readonly encoderBytes: number
  readonly vaeBytes: number
  /** At the layer with the widest attention. */
  readonly pixelsPerToken: number
  readonly heads: number
}

export interface MemoryPlan {
  readonly fit: Fit
  readonly saving: MemorySaving
  /** Memory needed on the drawing device with this saving. */
  readonly neededBytes: number
  readonly freeBytes: number
}

export interface FreeMemory {
  /** Dedicated memory of the drawing device; null = it uses system memory. */
  readonly deviceBytes: number | null
  readonly systemBytes: number
}

const mib = 1_048_576
const gib = 1_024 * mib
const megapixel = 1_048_576
/** What the engine leaves free on a device when it plans by itself (its `docs/backend.md`). */
const deviceMarginBytes = 512 * mib
/** Reserved for the desktop and Atelier itself: our own choice. */
const systemMarginBytes = gib
/** Activations of a 12B model at 1024 × 1024 with flash attention: 650 MB (its `docs/performance.md`), rounded up. */
const activationBytesPerMegapixel = gib
/** VAE at 512 × 512: 1664 MB (leejet/stable-diffusion.cpp issue 1044), proportional to the area (issue 1154). */
const vaeBytesPerMegapixel = 6_656 * mib
/**
 * What CUDA keeps of the steps' buffers while the image is decoded: 198 MiB at 512 × 512, 580 MiB at 1024 × 1024
 * (measured, docs/performance.md).
 */
const keptBytesPerMegapixel = 640 * mib
/** A tile of 256 × 256. */
const vaeTileBytes = vaeBytesPerMegapixel / 16
/**
 * What the engine reserves for text encoders when it plans by itself (`src/core/backend_fit.cpp`): 2 GiB for the
 * largest.
 */
const encoderWorkShare = 0.25
const encoderWorkMaxBytes = 2 * gib
const bytesOfScore = 4

export const noSaving: MemorySaving = {
  weights: 'device',
  isFlashAttention: false,
  isEncoderOnCpu: false,
  isVaeTiled: false,
}

/** Larger images are always decoded in tiles: they are rare, and their VAE needs more memory than everything else. */
const tiledPixels = 1_500_000

/**
 * Returns the fastest way to draw an image of this size that should fit. The numbers are estimates: see the sources
 * above.
 */
export function fitMemory(weights: ModelWeights, size: Size, free: FreeMemory): MemoryPlan {
  const isShared = free.deviceBytes === null
  const locations = isShared ? (['device', 'disk'] as const) : (['device', 'memory', 'streamed', 'disk'] as const)
  const isLarge = size.widthPx * size.heightPx > tiledPixels
  const savings = locations.flatMap((location) =>
    // Encoding on the CPU is slow: only for encoders that do not fit on the device on their own.
    (isShared || location === 'device' ? [false] : [false, true]).flatMap((isEncoderOnCpu) =>
      [false, true].flatMap((isFlashAttention) =>
        (isLarge ? [true] : [false, true]).map((isVaeTiled): MemorySaving => ({
          weights: location,
          isFlashAttention,
          isEncoderOnCpu,
          isVaeTiled,
        })),
      ),
    ),
  )
  const fitting = savings.find((saving) => fitsWith(saving, weights, size, free))
  const saving = fitting ?? savings.at(-1) ?? noSaving
  const enough = saving.weights === 'device' ? 'fits' : 'fits-with-offload'
  return {
    fit: fitting === undefined ? 'does-not-fit' : enough,
    saving,
    neededBytes: needOf(weights, size, saving, isShared).device,
    freeBytes: free.deviceBytes ?? free.systemBytes,
  }
}

/** Whether it should fit into the free memory with this saving. */
export function fitsWith(saving: MemorySaving, weights: ModelWeights, size: Size, free: FreeMemory): boolean {
  const needed = needOf(weights, size, saving, free.deviceBytes === null)
  const [freeBytes, margin] =
    free.deviceBytes === null ? [free.systemBytes, systemMarginBytes] : [free.deviceBytes, deviceMarginBytes]
  const hasRoom = needed.system === 0 || needed.system <= free.systemBytes - systemMarginBytes
  return hasRoom && needed.device <= freeBytes - margin
}

/** Returns the saving to try next after memory ran out; null = everything is already saved. */
export function saveMore(saving: MemorySaving, isShared: boolean): MemorySaving | null {
  const thrifty = { ...saving, isFlashAttention: true, isVaeTiled: true }
  if (saving.weights === 'device') return { ...thrifty, weights: isShared ? 'disk' : 'memory' }
  if (saving.weights === 'memory') return { ...thrifty, weights: 'streamed' }
  if (!saving.isFlashAttention || !saving.isVaeTiled) return thrifty
  return saving.weights === 'streamed' ? { ...thrifty, weights: 'disk', isEncoderOnCpu: false } : null
}

/** Free memory for drawing: of the first GPU, which the engine selects by default, or of the system. */
export function freeMemoryOf(devices: EngineFacts['devices'], systemBytes: number): FreeMemory | null {
  const gpu = devices.find(({ kind }) => kind === 'gpu')
  if (gpu !== undefined) {
    // Macs have unified memory.
    if (process.platform === 'darwin') return { deviceBytes: null, systemBytes }
    return gpu.freeBytes === null ? null : { deviceBytes: gpu.freeBytes, systemBytes }
  }
  return devices.some(({ kind }) => kind === null) ? null : { deviceBytes: null, systemBytes }
}

/** The memory used for drawing and how full it is; null = the engine does not report it. */
interface DrawingMemory {
  readonly label: string
  readonly totalBytes: number
  readonly usedBytes: number
  /** Free memory if no other program used any. */
  readonly alone: FreeMemory
}

function drawingMemoryOf(devices: EngineFacts['devices'], free: FreeMemory): DrawingMemory | null {
  const isShared = free.deviceBytes === null
  const device = devices.find(({ kind }) => kind === (isShared ? 'cpu' : 'gpu'))
  if (!device?.totalBytes) return null
  const { totalBytes } = device
  const usedBytes = Math.max(0, totalBytes - (free.deviceBytes ?? free.systemBytes))
  const alone = isShared ? { ...free, systemBytes: totalBytes } : { ...free, deviceBytes: totalBytes }
  return { label: isShared ? messages.thisComputer : device.label, totalBytes, usedBytes, alone }
}

const byFit = ['fits', 'fits-with-offload', 'does-not-fit'] as const

/** Returns a message about other programs' memory use if a model would fit better without it; null = it would not. */
export function othersIn(
  devices: EngineFacts['devices'],
  free: FreeMemory,
  weights: ModelWeights,
  size: Size,
): string | null {
  const memory = drawingMemoryOf(devices, free)
  if (memory === null) return null
  const [now, alone] = [free, memory.alone].map((each) => byFit.indexOf(fitMemory(weights, size, each).fit)) as [
    number,
    number,
  ]
  if (alone >= now) return null
  return messages.otherAppsUse({
    used: formatGigabytes(memory.usedBytes),
    total: formatGigabytes(memory.totalBytes),
    label: memory.label,
  })
}

export const formatGigabytes = (bytes: number) => `${formatFixed(bytes / 1e9, 1)} GB`

interface Need {
  readonly device: number
  /** Additional system memory. */
  readonly system: number
}

function needOf(model: ModelWeights, size: Size, saving: MemorySaving, isShared: boolean): Need {
  const { drawingBytes, encoderBytes, vaeBytes } = model
  const total = drawingBytes + encoderBytes + vaeBytes
  const encoderWork = Math.min(encoderWorkMaxBytes, encoderBytes * encoderWorkShare)
  const kept = isShared || vaeBytes === 0 ? 0 : megapixelsOf(size) * keptBytesPerMegapixel
  const work = { drawing: drawingWork(model, size, saving), vae: vaeWork(model, size, saving) + kept }
  const peak = Math.max(work.drawing, work.vae, saving.isEncoderOnCpu ? 0 : encoderWork)
  // Each part is loaded just before it is used.
  const inTurn = Math.max(
    drawingBytes + work.drawing,
    vaeBytes + work.vae,
    saving.isEncoderOnCpu ? 0 : encoderBytes + encoderWork,
  )
  switch (saving.weights) {
    case 'device':
      return { device: total + peak, system: 0 }
    case 'memory':
      return { device: inTurn, system: total }
    case 'streamed':
      // Only part of the diffusion model is on the device at a time; the engine leaves another gigabyte free.
      return { device: peak + gib + Math.min(drawingBytes, gib / 2), system: total }
    case 'disk':
      return { device: inTurn, system: saving.isEncoderOnCpu ? encoderBytes + encoderWork : 0 }
  }
}

const megapixelsOf = ({ widthPx, heightPx }: Size) => (widthPx * heightPx) / megapixel

function drawingWork({ pixelsPerToken, heads }: ModelWeights, size: Size, saving: MemorySaving): number {
  const pixels = size.widthPx * size.heightPx
  const scores = saving.isFlashAttention ? 0 : (pixels / pixelsPerToken) ** 2 * heads * bytesOfScore
  return megapixelsOf(size) * activationBytesPerMegapixel + scores
}

function vaeWork({ vaeBytes }: ModelWeights, size: Size, { isVaeTiled }: MemorySaving): number {
  if (vaeBytes === 0) return 0
  const untiled = megapixelsOf(size) * vaeBytesPerMegapixel
  return isVaeTiled ? Math.min(untiled, vaeTileBytes) : untiled
}
