import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnnx } from '../models/write-onnx.ts'
import people from './tiny-people.json' with { type: 'json' }

/** As in pose_reference.py: of the planes that the model gets, the first is blue. */
const weights = [0.5, 0.25, 0.125] as const

export interface TinyRtmo {
  /** Those of the model's people that it finds, of three. */
  readonly count?: number
  /** 0: it is sure of nobody. */
  readonly sureness?: number
  readonly outputs?: readonly [string, string]
}

/**
 * Writes a model for poses in the layout of the hub's export of RTMO. It finds the same people in every image, moved to the
 * right by what the planes of its input are on average: so channels, range and padding show in the result.
 */
export function writeTinyRtmo(folder: string, options: TinyRtmo = {}): string {
  const { count = people.boxes.length, sureness = 1, outputs = ['dets', 'keypoints'] } = options
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ model_type: 'rtmo' }))
  const boxes = people.boxes.slice(0, count).map((box) => box.with(4, box[4]! * sureness))
  const points = people.points.slice(0, count)
  const [boxOutput, pointOutput] = outputs
  writeOnnx(join(folder, 'onnx', 'model.onnx'), {
    inputs: [{ name: 'input', type: 'float32', shape: ['batch', 3, people.sidePx, people.sidePx] }],
    outputs: [
      { name: boxOutput, type: 'float32', shape: ['batch', 'people', 5] },
      { name: pointOutput, type: 'float32', shape: ['batch', 'people', 17, 3] },
    ],
    weights: [
      { name: 'weights', shape: [1, 3, 1, 1], data: Float32Array.from(weights) },
      { name: 'one', shape: [1, 1, 1], data: Float32Array.of(1) },
      { name: 'onlyX', shape: [1, 1, 1, 3], data: Float32Array.of(0.1, 0, 0) },
      { name: 'boxes', shape: [1, count, 5], data: Float32Array.from(boxes.flat()) },
      { name: 'points', shape: [1, count, 17, 3], data: Float32Array.from(points.flat(2)) },
    ],
    nodes: [
      { type: 'Conv', inputs: ['input', 'weights'], outputs: ['gray'] },
      { type: 'ReduceMean', inputs: ['gray'], outputs: ['mean'], attributes: { axes: [1, 2, 3], keepdims: 1 } },
      { type: 'Mul', inputs: ['mean', 'onlyX'], outputs: ['shift'] },
      { type: 'Add', inputs: ['points', 'shift'], outputs: [pointOutput] },
      { type: 'Mul', inputs: ['boxes', 'one'], outputs: [boxOutput] },
    ],
  })
  return folder
}
