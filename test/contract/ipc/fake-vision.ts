import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { BackgroundRemoval } from '../../../src/main/vision/background-removal.ts'
import type { DescriptionQueue, Descriptions } from '../../../src/main/vision/descriptions.ts'
import type { ControlImages, Detection, LibraryMap, ObjectSelection } from '../../../src/main/vision/index.ts'
import type { MeaningSearch } from '../../../src/main/vision/meaning-search.ts'
import { partOf } from '../../support/part-of.ts'
import { assetId } from './sample-ids.ts'

const done = async () => undefined

export const meaning = partOf<MeaningSearch>({
  find: async () => null,
  similar: async () => null,
  duplicates: async () => ({ groups: [[assetId, assetId]], analyzed: 2, pending: 0, model: 'clip' }),
  index: async () => ({ model: null, meanwhile: null, embedded: 0, total: 0, isRunning: false, problem: null }),
})

export const map = partOf<LibraryMap>({
  load: async () => ({
    model: 'clip',
    total: 2,
    embedded: 1,
    revision: 1,
    points: { ids: assetId, positions: Float32Array.of(0.25, 0.5), colors: Uint8Array.of(5) },
    work: { progress: 0.5, isPaused: false, problem: null },
  }),
  rebuild: async () => undefined,
  setPaused: () => undefined,
})

const segmentationModel = {
  id: 'slimsam-0123',
  name: 'slimsam',
  encoderPath: '/models/slimsam/onnx/vision_encoder.onnx',
  decoderPath: '/models/slimsam/onnx/prompt_encoder_mask_decoder.onnx',
  image: {
    shape: { resize: { type: 'exact', widthPx: 8, heightPx: 8 }, filter: 'bilinear', crop: null },
    sideMultiplePx: 1,
    scale: 1 / 255,
    mean: [0.5, 0.5, 0.5],
    deviation: [0.5, 0.5, 0.5],
  },
  size: { widthPx: 8, heightPx: 8 },
  isPadded: false,
} as const

export const objects = partOf<ObjectSelection>({
  model: async () => segmentationModel,
  prepare: async () => undefined,
  find: async () => ({ levels: new Uint8Array(4), widthPx: 2, heightPx: 2, filled: { widthPx: 2, heightPx: 1.5 } }),
})

const detectionModel = {
  ...segmentationModel,
  path: '/models/owlv2/onnx/model.onnx',
  folder: '/models/owlv2',
  isPadded: true,
  tokensMax: 16,
}

export const detection = partOf<Detection>({
  model: async () => detectionModel,
  find: async () => [{ box: { x: 1, y: 2, widthPx: 3, heightPx: 4 }, score: 0.5 }],
})

const mattingModel = {
  id: 'modnet-0123',
  name: 'modnet',
  path: '/models/modnet/onnx/model.onnx',
  image: {
    shape: { resize: { type: 'exact', widthPx: 8, heightPx: 8 }, filter: 'bilinear', crop: null },
    sideMultiplePx: 1,
    scale: 1 / 255,
    mean: [0.5, 0.5, 0.5],
    deviation: [0.5, 0.5, 0.5],
  },
} as const

export const backgroundsOf = (made: Asset) =>
  partOf<BackgroundRemoval>({
    model: async () => mattingModel,
    remove: async () => made,
    findSubject: async () => null,
  })

export const controlsOf = (asset: Asset) => partOf<ControlImages>({ make: async () => asset })

export const visionModels = {
  gpu: { device: { isGpu: false, problem: 'No supported adapters' } },
  models: [{ id: 'clip-1', name: 'clip', task: 'search' as const, isInUse: true }],
  refused: [{ path: '/models/odd', error: { code: 'model/damaged' as const, message: 'config.json is damaged.' } }],
}

const described = {
  model: 'florence-2',
  caption: 'a kite',
  description: 'The image shows a kite in the sky.',
  tags: ['kite', 'sky'],
  describedAtMs: 5,
}

const descriptionModel = {
  ...mattingModel,
  folder: '/models/florence-2',
  graphs: { imageEncoder: '/a.onnx', tokenEmbedder: '/b.onnx', encoder: '/c.onnx', decoder: '/d.onnx' },
  size: { widthPx: 8, heightPx: 8 },
  rules: { startId: 2, firstId: 0, endId: 2, repeatedMax: 3, heads: 2, headSize: 4 },
}

export const descriptions = partOf<Descriptions>({
  model: async () => descriptionModel,
  ofImage: async () => described,
})

export const descriptionQueue = partOf<DescriptionQueue>({
  add: async () => 2,
  pause: done,
  resume: done,
  cancel: done,
})

export const descriptionRun = {
  isPaused: false,
  done: 1,
  waiting: 1,
  failed: [{ id: assetId, name: 'coffee', message: 'It is damaged.' }],
  problem: null,
}
