import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as messages from '../../shared/messages/en/vision.ts'
import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { ControlKind } from '../../shared/domain/control.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { type DepthModel, depthInputSize, readDepthModel } from './models/depth-model.ts'
import { type PoseModel, readPoseModel } from './models/pose-model.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Size, Point } from '../../shared/util/geometry.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { FoundPose } from './pose-calls.ts'
import type { DepthValues } from './vision-calls.ts'
import type { Vision } from './vision.ts'

/** Makes what a ControlNet reads from images, with the models in the model folders. */
export interface ControlImages {
  readonly models: { readonly depth: ModelFinder<DepthModel>; readonly pose: ModelFinder<PoseModel> }
  /**
   * Adds the depth map or the poses of an image to the library; what the same model has made of it before is used again.
   * @param wanted `model`: by name; absent = the first of the kind. `agent`: the program that asked through a tool
   * @throws model/*, media/*, storage/*, engine/out-of-memory, vision/process-exited, vision/no-subject, request/cancelled
   */
  make(
    id: AssetId,
    wanted: { readonly kind: ControlKind; readonly model?: string | undefined; readonly agent?: Recipe['agent'] },
    signal?: AbortSignal,
  ): Promise<Asset>
}

/** A control image that is not in the library yet. */
interface NewControl extends Size {
  readonly temporaryPath: string
  readonly parentId: AssetId
  readonly kind: ControlKind
  readonly model: string
  readonly agent: Recipe['agent']
  readonly timingMs: number
}

interface Processes {
  readonly imaging: Pick<Imaging, 'probe' | 'readModelInput' | 'writeDepthMap' | 'drawPoses'>
  readonly vision: Pick<Vision, 'depth' | 'poseSize' | 'findPoses'>
}

interface ControlImagesOptions extends Processes, Omit<ModelPlaces, 'preferred'> {
  readonly library: {
    /** The image at full quality. @throws storage/not-found */
    locate(id: AssetId): Promise<{ readonly path: string }>
    /** What that model has made of the image before. */
    find(id: AssetId, made: { readonly kind: ControlKind; readonly model: string }): Promise<Asset | null>
    /** Moves the file into the library. @throws storage/* */
    add(control: NewControl): Promise<Asset>
  }
  readonly preferred: (kind: ControlKind) => string | null
  /** A new path for a temporary file. */
  readonly temporaryPath: () => string
}

interface ControlFile {
  /** The image. */
  readonly path: string
  /** A PNG. */
  readonly target: string
  readonly signal: AbortSignal | undefined
}

type Write = (file: ControlFile) => Promise<Size>

export function createControlImages(options: ControlImagesOptions): ControlImages {
  const { imaging, vision, library, temporaryPath, preferred, ...folders } = options
  const models = {
    depth: createModelFinder({
      ...folders,
      preferred: () => preferred('depth'),
      read: readDepthModel,
      task: 'depth',
      unknown: messages.unknownDepthModel,
    }),
    pose: createModelFinder({
      ...folders,
      preferred: () => preferred('pose'),
      read: readPoseModel,
      task: 'pose',
      unknown: messages.unknownPoseModel,
    }),
  }

  async function open(kind: ControlKind, name: string | undefined): Promise<{ name: string; write: Write }> {
    switch (kind) {
      case 'depth': {
        const model = await models.depth.model(name)
        return { name: model.name, write: (file) => writeDepth(file, model, { imaging, vision }) }
      }
      case 'pose': {
        const model = await models.pose.model(name)
        return { name: model.name, write: (file) => writePoses(file, model, { imaging, vision }) }
      }
    }
  }

  return {
    models,
    async make(id, { kind, model: wanted, agent }, signal) {
      const startedMs = performance.now()
      const { name: model, write } = await open(kind, wanted)
      const { path } = await library.locate(id)
      const previous = await library.find(id, { kind, model })
      if (previous !== null) return previous
      const target = temporaryPath()
      await createFolder(dirname(target))
      try {
        const size = await write({ path, target, signal })
        const timingMs = Math.round(performance.now() - startedMs)
        return await library.add({ ...size, temporaryPath: target, parentId: id, kind, model, agent, timingMs })
      } finally {
        await rm(target, { force: true }).catch(() => undefined)
      }
    },
  }
}

async function writeDepth(
  { path, target, signal }: ControlFile,
  model: DepthModel,
  { imaging, vision }: Processes,
): Promise<Size> {
  const { widthPx, heightPx } = await imaging.probe({ path }, { signal })
  const size = depthInputSize(model, { widthPx, heightPx })
  const { shape, scale, mean, deviation } = model.image
  const resized = { ...shape, resize: { type: 'exact' as const, ...size }, crop: null }
  const pixels = await imaging.readModelInput({ path, shape: resized }, { signal })
  const depth = await vision.depth(
    { path: model.path, pixels, count: 1, ...size, scale, mean: [...mean], deviation: [...deviation] },
    { signal },
  )
  const nearness = { ...depth, values: nearnessOf(depth, model) }
  await imaging.writeDepthMap({ nearness, widthPx, heightPx, resultPath: target }, { signal })
  return { widthPx, heightPx }
}

/** Models of distances say 0 where they know nothing, such as the sky: that is far. */
const leastDistance = 1e-3

/** ControlNets for depth were trained with the inverse of distances, as MiDaS and Depth Anything return it. */
export function nearnessOf({ values }: Pick<DepthValues, 'values'>, { isMetric }: Pick<DepthModel, 'isMetric'>) {
  return isMetric ? values.map((distance) => (distance < leastDistance ? 0 : 1 / distance)) : values
}

async function writePoses(
  { path, target, signal }: ControlFile,
  model: PoseModel,
  { imaging, vision }: Processes,
): Promise<Size> {
  const { widthPx, heightPx } = await imaging.probe({ path }, { signal })
  const full = await vision.poseSize({ path: model.path }, { signal })
  const size = sizeWithin(full, { widthPx, heightPx })
  const shape = { resize: { type: 'exact' as const, ...size }, filter: 'bilinear' as const, crop: null }
  const pixels = await imaging.readModelInput({ path, shape }, { signal })
  const poses = toOpenPoses(await vision.findPoses({ path: model.path, pixels, ...size }, { signal }))
  if (poses.length === 0) throw new AppError('vision/no-subject', messages.noPeople({ model: model.name }))
  const [across, down] = [widthPx / size.widthPx, heightPx / size.heightPx]
  const inImage = poses.map((points) => points.map((point) => point && { x: point.x * across, y: point.y * down }))
  await imaging.drawPoses({ poses: inImage, widthPx, heightPx, resultPath: target }, { signal })
  return { widthPx, heightPx }
}

/** Returns the largest size of the image's shape within another. */
export function sizeWithin(outer: Size, { widthPx, heightPx }: Size): Size {
  const scale = Math.min(outer.widthPx / widthPx, outer.heightPx / heightPx)
  const fit = (sidePx: number, mostPx: number) => Math.min(mostPx, Math.max(1, Math.round(sidePx * scale)))
  return { widthPx: fit(widthPx, outer.widthPx), heightPx: fit(heightPx, outer.heightPx) }
}

/** As on the model's own page: below, a person or a point is more often wrong than right. */
const leastPersonScore = 0.3

const leastPointScore = 0.3

/** Places in COCO's order. */
const [leftShoulder, rightShoulder] = [5, 6]

/**
 * The eighteen points of OpenPose by their places in COCO's order: nose, neck, right arm, left arm, right leg, left leg,
 * eyes, ears. COCO has no neck.
 */
const order = [0, 'neck', 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3] as const

/** null = not seen. */
type OpenPose = readonly (Point | null)[]

/** Returns the people that were found surely enough as OpenPose names their points. The neck is between the shoulders. */
function toOpenPoses(poses: readonly FoundPose[]): readonly OpenPose[] {
  return poses
    .filter(({ score }) => score >= leastPersonScore)
    .map(({ points }) => {
      const at = (place: number): Point | null => {
        const point = points[place]
        return point === undefined || point.score < leastPointScore ? null : { x: point.x, y: point.y }
      }
      const [left, right] = [at(leftShoulder), at(rightShoulder)]
      const neck = left && right && { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }
      return order.map((place) => (place === 'neck' ? neck : at(place)))
    })
    .filter((points) => points.some((point) => point !== null))
}
