import type { InferenceSession } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { FindPosesRequest, FoundPose } from '../pose-calls.ts'
import { poseKind as kind } from '../../../shared/messages/en/vision.ts'
import { outOfMemory } from './out-of-memory.ts'
import { modelFailure, notThisKind } from './run-images.ts'
import type { Model } from './sessions.ts'

/** What RTMO's smaller models were trained at. */
const trainedPx = 640
const [leastPx, mostPx] = [32, 2_048]
/** Beside an image of another shape MMPose puts this gray. */
const padding = 114
const pointsPerPose = 17
/** A box and its score; a point and its score. */
const [boxValues, pointValues] = [5, 3]
/** Below, a pose is noise. */
const leastScore = 0.05
const mostPoses = 200

type TensorMetadata = Extract<InferenceSession.ValueMetadata, { readonly isTensor: true }>

/** @throws model/unsupported */
export function readPoseSize({ inputMetadata }: Pick<Model, 'inputMetadata'>): Size {
  const [image, ...others] = inputMetadata.filter((each): each is TensorMetadata => each.isTensor)
  const [, , heightPx, widthPx] = image?.shape ?? []
  if (image?.type !== 'float32' || image.shape.length !== 4 || others.length > 0) throw notThisKind(kind)
  const size = { widthPx: sideOf(widthPx), heightPx: sideOf(heightPx) }
  if ([size.widthPx, size.heightPx].some((px) => px < leastPx || px > mostPx)) throw notThisKind(kind)
  return size
}

/** A graph that accepts any size has a name there. */
const sideOf = (px: number | string | undefined) => (typeof px === 'number' && px > 0 ? px : trainedPx)

/** @throws model/unsupported, model/damaged, engine/out-of-memory */
export async function findPoses(session: Model, request: FindPosesRequest): Promise<FoundPose[]> {
  const { Tensor } = await import('onnxruntime-node')
  const size = readPoseSize(session)
  const [input] = session.inputNames
  const names = ['dets', 'keypoints']
  if (input === undefined || !names.every((name) => session.outputNames.includes(name))) throw notThisKind(kind)
  const tensor = new Tensor('float32', toPlanes(request, size), [1, 3, size.heightPx, size.widthPx])
  const outputs = await session.run({ [input]: tensor }, names).catch((thrown: unknown) => {
    throw outOfMemory(thrown) ?? modelFailure(thrown)
  })
  const [boxes, points] = names.map((name) => outputs[name]!.data)
  if (!(boxes instanceof Float32Array) || !(points instanceof Float32Array)) throw notThisKind(kind)
  return readPoses(boxes, points)
}

/**
 * MMPose's models take blue, green and red from 0 to 255: https://github.com/open-mmlab/mmpose, `PoseDataPreprocessor` in
 * the configurations of RTMO.
 */
export function toPlanes({ pixels, widthPx, heightPx }: Omit<FindPosesRequest, 'path'>, size: Size): Float32Array {
  if (pixels.length !== 3 * widthPx * heightPx || widthPx > size.widthPx || heightPx > size.heightPx) {
    throw new AppError('request/invalid', 'The image does not have the size that it says, or that the model takes.')
  }
  const area = size.widthPx * size.heightPx
  const planes = new Float32Array(3 * area).fill(padding)
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const to = y * size.widthPx + x
      for (const plane of [2, 1, 0]) planes[plane * area + to] = pixels[at++]!
    }
  }
  return planes
}

function readPoses(boxes: Float32Array, points: Float32Array): FoundPose[] {
  const count = boxes.length / boxValues
  const perPose = pointsPerPose * pointValues
  if (!Number.isInteger(count) || points.length !== count * perPose) throw notThisKind(kind)
  const poses: FoundPose[] = []
  for (let pose = 0; pose < count; pose++) {
    const score = boxes[pose * boxValues + boxValues - 1]!
    const values = points.subarray(pose * perPose, (pose + 1) * perPose)
    if (!Number.isFinite(score) || !values.every(Number.isFinite)) {
      throw new AppError('model/damaged', messages.modelGivesNoNumbers)
    }
    if (score >= leastScore) poses.push({ score, points: toPoints(values) })
  }
  return poses.toSorted((a, b) => b.score - a.score).slice(0, mostPoses)
}

function toPoints(values: Float32Array): FoundPose['points'] {
  return Array.from({ length: pointsPerPose }, (_, at) => {
    const [x = 0, y = 0, score = 0] = values.subarray(at * pointValues)
    return { x, y, score }
  })
}
