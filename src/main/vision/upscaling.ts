import * as messages from '../../shared/messages/en/vision.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { type UpscalingModel, readUpscalingModel } from './models/upscaling-model.ts'
import { rm } from 'node:fs/promises'
import { AppError } from '../../shared/errors/index.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import type { Vision } from './vision.ts'

export interface UpscaledFile {
  /** The image, in any format of the library. */
  readonly originalPath: string
  readonly factor: 2 | 4
  /** A PNG with the image's depth and color profile; an existing file is replaced. */
  readonly resultPath: string
}

/** What an image was upscaled with. */
export interface UpscalingRun {
  /** The version of ONNX Runtime. */
  readonly runtime: string
  readonly device: 'CPU' | 'GPU'
}

export interface UpscalingWatch {
  readonly signal: AbortSignal
  /** From 0 to 1. */
  onProgress(fraction: number): void
}

/** Makes images larger, with the models in the model folders. */
export interface Upscaling extends ModelFinder<UpscalingModel> {
  /**
   * Enlarges an image tile by tile. Out of memory, it starts again in smaller tiles.
   * @throws model/*, media/*, storage/*, engine/out-of-memory, vision/process-exited, request/cancelled
   */
  write(file: UpscaledFile, model: UpscalingModel, watch: UpscalingWatch): Promise<UpscalingRun>
}

interface UpscalingOptions extends ModelPlaces {
  readonly imaging: Pick<Imaging, 'upscale'>
  readonly vision: Pick<Vision, 'measureUpscaler' | 'upscaleTile' | 'device'>
}

/** Real-ESRGAN takes about a gigabyte for a tile of the first size, a quarter of it for the second. */
const tileSidesPx = [256, 128]

/** Finds upscalers without starting anything that runs them. */
export function createUpscalerFinder(options: ModelPlaces): ModelFinder<UpscalingModel> {
  return createModelFinder({
    ...options,
    read: readUpscalingModel,
    task: 'upscale',
    unknown: messages.unknownUpscalingModel,
  })
}

export function createUpscaling({ imaging, vision, ...options }: UpscalingOptions): Upscaling {
  /** Enlarges by each factor in turn. What lies between is a file: in memory it would be as large as the result. */
  async function writeStages(
    { originalPath, resultPath }: UpscaledFile,
    { path, sideMultiplePx }: UpscalingModel,
    { stages, tile }: { readonly stages: readonly number[]; readonly tile: Size },
    { signal, onProgress }: UpscalingWatch,
  ): Promise<void> {
    const betweenPath = temporaryNameFor(resultPath)
    // Each stage has the square of its predecessor's factor more to do.
    const weights = stages.map((_, at) => stages.slice(0, at).reduce((work, factor) => work * factor ** 2, 1))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    let done = 0
    try {
      for (const [at, factor] of stages.entries()) {
        const [from, to] = [at === 0 ? originalPath : betweenPath, at === stages.length - 1 ? resultPath : betweenPath]
        await imaging.upscale(
          { originalPath: from, resultPath: to, factor, tile },
          {
            signal,
            onProgress: (fraction) => onProgress((done + fraction * weights[at]!) / total),
            onTile: (planes) => vision.upscaleTile({ path, sideMultiplePx, ...planes }, { signal }),
          },
        )
        done += weights[at]!
      }
    } finally {
      await rm(betweenPath, { force: true }).catch(() => undefined)
    }
  }

  return {
    ...createUpscalerFinder(options),
    async write(file, model, watch) {
      const { path, sideMultiplePx } = model
      const measured = await vision.measureUpscaler({ path, sideMultiplePx }, { signal: watch.signal })
      const stages = measured.factor < file.factor ? [2, 2] : [file.factor]
      const tiles =
        measured.size === null ? tileSidesPx.map((side) => ({ widthPx: side, heightPx: side })) : [measured.size]
      for (const [at, tile] of tiles.entries()) {
        try {
          await writeStages(file, model, { stages, tile }, watch)
          break
        } catch (thrown) {
          if (!isOutOfMemory(thrown) || at === tiles.length - 1) throw thrown
        }
      }
      const device = await vision.device(null, { signal: watch.signal })
      return { runtime: measured.runtime, device: device?.isGpu === true ? 'GPU' : 'CPU' }
    },
  }
}

const isOutOfMemory = (thrown: unknown) => thrown instanceof AppError && thrown.code === 'engine/out-of-memory'
