import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnnx, type OnnxGraph, type OnnxNode } from '../models/write-onnx.ts'

/** Side of the encoder's input, and of the grid that the decoder returns. */
export const samSidePx = 16

interface TinySam {
  /** Keeps the shape of images and pads them, as SAM does; otherwise stretches them, as SAM 2 does. */
  readonly isPadded?: boolean
  /** Some exports of SAM take points only. */
  readonly takesBoxes?: boolean
}

/**
 * Writes a Segment-Anything model in the layout of the hub's ONNX exports. Its object is everything with the color of an
 * included point, without the color of excluded ones, and what is within a box; sam_reference.py computes the same. The
 * second of its three masks is the best by its scores.
 */
export function writeTinySam(folder: string, { isPadded = false, takesBoxes = true }: TinySam = {}): string {
  mkdirSync(folder, { recursive: true })
  const side = { height: samSidePx, width: samSidePx }
  writeJson(join(folder, 'config.json'), { model_type: isPadded ? 'sam' : 'sam2' })
  writeJson(join(folder, 'preprocessor_config.json'), {
    do_normalize: true,
    image_mean: [0.485, 0.456, 0.406],
    image_std: [0.229, 0.224, 0.225],
    resample: 2,
    rescale_factor: 1 / 255,
    ...(isPadded ? { size: { longest_edge: samSidePx }, do_pad: true, pad_size: side } : { size: side }),
  })
  writeOnnx(join(folder, 'onnx', 'vision_encoder.onnx'), encoder)
  writeOnnx(join(folder, 'onnx', 'prompt_encoder_mask_decoder.onnx'), decoder(takesBoxes))
  return folder
}

const cells = samSidePx * samSidePx

const encoder: OnnxGraph = {
  inputs: [{ name: 'pixel_values', type: 'float32', shape: ['batch', 3, samSidePx, samSidePx] }],
  outputs: [
    { name: 'image_embeddings.0', type: 'float32', shape: ['batch', 3, samSidePx, samSidePx] },
    { name: 'image_embeddings.1', type: 'float32', shape: ['batch', 3, samSidePx / 2, samSidePx / 2] },
  ],
  weights: [],
  nodes: [
    { type: 'Identity', inputs: ['pixel_values'], outputs: ['image_embeddings.0'] },
    {
      type: 'AveragePool',
      inputs: ['pixel_values'],
      outputs: ['image_embeddings.1'],
      attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    },
  ],
}

function decoder(takesBoxes: boolean): OnnxGraph {
  return {
    inputs: [
      { name: 'input_points', type: 'float32', shape: ['batch', 1, 'points', 2] },
      { name: 'input_labels', type: 'int64', shape: ['batch', 1, 'points'] },
      ...(takesBoxes ? [{ name: 'input_boxes', type: 'float32' as const, shape: ['batch', 'boxes', 4] }] : []),
      { name: 'image_embeddings.0', type: 'float32', shape: ['batch', 3, samSidePx, samSidePx] },
      { name: 'image_embeddings.1', type: 'float32', shape: ['batch', 3, samSidePx / 2, samSidePx / 2] },
    ],
    outputs: [
      { name: 'iou_scores', type: 'float32', shape: ['batch', 1, 3] },
      { name: 'pred_masks', type: 'float32', shape: ['batch', 1, 3, samSidePx, samSidePx] },
    ],
    weights: weights(),
    nodes: [...colorNodes, ...pointNodes, ...(takesBoxes ? boxNodes : []), ...maskNodes(takesBoxes)],
  }
}

const scalar = (name: string, value: number) => ({ name, shape: [1], data: Float32Array.of(value) })

const integers = (name: string, ...values: readonly number[]) => ({
  name,
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
})

function weights(): OnnxGraph['weights'] {
  const centers = Float32Array.from({ length: cells * 2 }, (_, at) =>
    at % 2 === 0 ? ((at / 2) % samSidePx) + 0.5 : Math.floor(at / 2 / samSidePx) + 0.5,
  )
  return [
    { name: 'centers', shape: [1, cells, 2], data: centers },
    { name: 'nowhere', shape: [1, cells], data: new Float32Array(cells).fill(-100) },
    { name: 'scores', shape: [1, 1, 3], data: Float32Array.of(0.5, 0.9, 0.7) },
    scalar('sharp', -50),
    scalar('steep', -4),
    scalar('top', 4),
    scalar('one', 1),
    scalar('far', 100),
    scalar('three', 3),
    scalar('two', 2),
    integers('asPoints', -1, 1, 2),
    integers('asCells', 3, cells),
    integers('asLabels', -1, 1),
    integers('asBoxes', -1, 4),
    integers('asMask', 1, 1, 1, samSidePx, samSidePx),
    integers('axis0', 0),
    integers('axis1', 1),
    integers('axis2', 2),
    integers('at0', 0),
    integers('at2', 2),
    integers('at4', 4),
  ]
}

const node = (type: string, inputs: string[], output: string, attributes?: OnnxNode['attributes']): OnnxNode => ({
  type,
  inputs,
  outputs: [output],
  ...(attributes !== undefined && { attributes }),
})

/** The color of each cell, and the color under each point: of the cell whose center is nearest. */
const colorNodes: readonly OnnxNode[] = [
  node('Reshape', ['image_embeddings.0', 'asCells'], 'planes'),
  node('Transpose', ['planes'], 'colors', { perm: [1, 0] }),
  node('Reshape', ['input_points', 'asPoints'], 'places'),
  node('Sub', ['centers', 'places'], 'offsets'),
  node('Mul', ['offsets', 'offsets'], 'squares'),
  node('ReduceSum', ['squares', 'axis2'], 'distances', { keepdims: 0 }),
  node('Mul', ['distances', 'sharp'], 'nearness'),
  node('Softmax', ['nearness'], 'attention', { axis: 1 }),
  node('MatMul', ['attention', 'colors'], 'pointColors'),
]

/** How alike each cell is to each point: 4 for the same color, less for others. */
const pointNodes: readonly OnnxNode[] = [
  node('Unsqueeze', ['pointColors', 'axis1'], 'wide'),
  node('Unsqueeze', ['colors', 'axis0'], 'deep'),
  node('Sub', ['wide', 'deep'], 'colorOffsets'),
  node('Mul', ['colorOffsets', 'colorOffsets'], 'colorSquares'),
  node('ReduceSum', ['colorSquares', 'axis2'], 'colorDistances', { keepdims: 0 }),
  node('Mul', ['colorDistances', 'steep'], 'falling'),
  node('Add', ['falling', 'top'], 'alike'),
  node('Cast', ['input_labels'], 'labelNumbers', { to: 1 }),
  node('Reshape', ['labelNumbers', 'asLabels'], 'isIncluded'),
  node('Sub', ['one', 'isIncluded'], 'isExcluded'),
  node('Mul', ['alike', 'isIncluded'], 'likeIncluded'),
  node('Mul', ['far', 'isExcluded'], 'farIfExcluded'),
  node('Sub', ['likeIncluded', 'farIfExcluded'], 'included'),
  node('Mul', ['alike', 'isExcluded'], 'likeExcluded'),
  node('Mul', ['far', 'isIncluded'], 'farIfIncluded'),
  node('Sub', ['likeExcluded', 'farIfIncluded'], 'excluded'),
]

/** The distance from each cell's center to the nearest side of each box, positive inside. */
const boxNodes: readonly OnnxNode[] = [
  node('Reshape', ['input_boxes', 'asBoxes'], 'boxes'),
  node('Slice', ['boxes', 'at0', 'at2', 'axis1'], 'topLeft'),
  node('Slice', ['boxes', 'at2', 'at4', 'axis1'], 'bottomRight'),
  node('Unsqueeze', ['topLeft', 'axis1'], 'topLeftDeep'),
  node('Unsqueeze', ['bottomRight', 'axis1'], 'bottomRightDeep'),
  node('Sub', ['centers', 'topLeftDeep'], 'fromTopLeft'),
  node('Sub', ['bottomRightDeep', 'centers'], 'fromBottomRight'),
  node('Min', ['fromTopLeft', 'fromBottomRight'], 'fromSides'),
  node('ReduceMin', ['fromSides'], 'boxed', { axes: [2], keepdims: 0 }),
]

const maskNodes = (takesBoxes: boolean): readonly OnnxNode[] => [
  node('Concat', ['included', ...(takesBoxes ? ['boxed'] : []), 'nowhere'], 'allIncluded', { axis: 0 }),
  node('Concat', ['excluded', 'nowhere'], 'allExcluded', { axis: 0 }),
  node('ReduceMax', ['allIncluded'], 'inside', { axes: [0], keepdims: 1 }),
  node('ReduceMax', ['allExcluded'], 'outside', { axes: [0], keepdims: 1 }),
  node('Relu', ['outside'], 'removed'),
  node('Mul', ['removed', 'two'], 'twice'),
  node('Sub', ['inside', 'twice'], 'logits'),
  node('Reshape', ['logits', 'asMask'], 'best'),
  node('Sub', ['best', 'three'], 'smaller'),
  node('Neg', ['best'], 'opposite'),
  node('Concat', ['smaller', 'best', 'opposite'], 'pred_masks', { axis: 2 }),
  node('Identity', ['scores'], 'iou_scores'),
]

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value))
}
