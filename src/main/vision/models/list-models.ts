import { visionTasks, type VisionTask } from '../../../shared/domain/vision.ts'
import type { ErrorData } from '../../../shared/errors/index.ts'
import { readDepthModel } from './depth-model.ts'
import { readDescriptionModel } from './description-model.ts'
import { readDetectionModel } from './detection-model.ts'
import { readEmbeddingModel } from './embedding-model.ts'
import { findOnnxModels, type FoundModels } from './find-onnx-models.ts'
import { readInpaintingModel } from './inpainting-model.ts'
import { readMattingModel } from './matting-model.ts'
import { readPoseModel } from './pose-model.ts'
import { readSegmentationModel } from './segmentation-model.ts'
import { readUpscalingModel } from './upscaling-model.ts'
import type { Device } from '../vision-calls.ts'

/** A model as it is listed. */
export interface VisionModel {
  readonly id: string
  readonly name: string
  readonly task: VisionTask
  /** Of several for one task, the one that is used. */
  readonly isInUse: boolean
}

export interface VisionModels {
  readonly models: readonly VisionModel[]
  /** Folders that hold a model that cannot be used. */
  readonly refused: readonly { readonly path: string; readonly error: ErrorData }[]
}

/** Also what runs them. */
export interface VisionOverview extends VisionModels {
  /** null = there is no GPU to use. `device`: what models ran on last; null = none has run yet. */
  readonly gpu: { readonly device: Device | null } | null
}

type Named = Pick<VisionModel, 'id' | 'name'>
type FoundByTask = Readonly<Record<VisionTask, FoundModels<Named>>>

/** @param found of each task, the one in use first */
export function listByTask(found: FoundByTask): VisionModels {
  return {
    models: visionTasks.flatMap((task) =>
      found[task].models.map(({ id, name }, at) => ({ id, name, task, isInUse: at === 0 })),
    ),
    refused: visionTasks.flatMap((task) => found[task].refused),
  }
}

/** Looks for models of every task in some folders. */
export async function findVisionModels(folders: readonly string[]): Promise<VisionModels> {
  const [search, objects, detect, background, remove, describe, upscale, depth, pose] = await Promise.all([
    findOnnxModels(folders, readEmbeddingModel),
    findOnnxModels(folders, readSegmentationModel),
    findOnnxModels(folders, readDetectionModel),
    findOnnxModels(folders, readMattingModel),
    findOnnxModels(folders, readInpaintingModel),
    findOnnxModels(folders, readDescriptionModel),
    findOnnxModels(folders, readUpscalingModel),
    findOnnxModels(folders, readDepthModel),
    findOnnxModels(folders, readPoseModel),
  ])
  return listByTask({ search, objects, detect, background, remove, describe, upscale, depth, pose })
}
