import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnnx, type OnnxNode } from '../models/write-onnx.ts'

/** As in depth_reference.py, which computes what these weights give: what is red is near. */
const weights = [2, -0.5, -0.5] as const
const bias = 8

export interface TinyDepth {
  readonly modelType?: string
  readonly architecture?: string
  /** Whether it returns distances. */
  readonly isMetric?: boolean
  readonly keepsAspectRatio?: boolean
  /** Of what it takes. */
  readonly sidePx?: number
  /** Makes it slow: each pixel becomes the mean of its surroundings, so many times. */
  readonly passes?: number
  /** Whether it returns something that is no number. */
  readonly isBroken?: boolean
}

/** Writes a model for depth maps of four numbers in the layout of the hub's ONNX exports of Depth Anything. */
export function writeTinyDepth(folder: string, options: TinyDepth = {}): string {
  const { modelType = 'depth_anything', architecture = 'DepthAnythingForDepthEstimation' } = options
  const { isMetric = false, keepsAspectRatio = true, passes = 0, isBroken = false, sidePx = 28 } = options
  mkdirSync(folder, { recursive: true })
  writeJson(join(folder, 'config.json'), {
    architectures: [architecture],
    depth_estimation_type: isMetric ? 'metric' : 'relative',
    model_type: modelType,
    patch_size: 14,
  })
  writeJson(join(folder, 'preprocessor_config.json'), {
    do_normalize: true,
    do_pad: false,
    do_rescale: true,
    do_resize: true,
    ensure_multiple_of: 14,
    image_mean: [0.485, 0.456, 0.406],
    image_processor_type: 'DPTImageProcessor',
    image_std: [0.229, 0.224, 0.225],
    keep_aspect_ratio: keepsAspectRatio,
    resample: 3,
    rescale_factor: 1 / 255,
    size: { height: sidePx, width: sidePx },
    size_divisor: null,
  })
  const slow = Array.from({ length: passes }, (_, at): OnnxNode => ({
    type: 'AveragePool',
    inputs: [`plane${at}`],
    outputs: [`plane${at + 1}`],
    attributes: { kernel_shape: [27, 27], pads: [13, 13, 13, 13], count_include_pad: 0 },
  }))
  writeOnnx(join(folder, 'onnx', 'model.onnx'), {
    inputs: [{ name: 'pixel_values', type: 'float32', shape: ['batch_size', 3, 'height', 'width'] }],
    outputs: [{ name: 'predicted_depth', type: 'float32', shape: ['batch_size', 'height', 'width'] }],
    weights: [
      { name: 'weights', shape: [1, 3, 1, 1], data: Float32Array.from(weights) },
      { name: 'bias', shape: [1], data: Float32Array.of(isBroken ? Number.NaN : bias) },
    ],
    nodes: [
      { type: 'Conv', inputs: ['pixel_values', 'weights', 'bias'], outputs: ['plane0'] },
      ...slow,
      {
        type: 'ReduceMean',
        inputs: [`plane${passes}`],
        outputs: ['predicted_depth'],
        attributes: { axes: [1], keepdims: 0 },
      },
    ],
  })
  return folder
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value))
}
