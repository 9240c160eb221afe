import type { ModelSlot } from '../model-kinds.ts'
import { modelNameOf } from '../file-names.ts'
import { countOf, type ModelHeader } from '../header/model-header.ts'
import { findAdapter } from './adapters.ts'
import { findImageModel } from './image-models.ts'
import { findClip, findLanguageModel, findPart, findT5, findVae } from './parts.ts'
import type { Recognized, RecognizedModel } from './recognized-model.ts'
import { TensorView } from './tensor-view.ts'

/**
 * What a file is, by the names and shapes of its tensors. Its name is looked at only where these cannot tell one model
 * from another.
 */
export function recognizeModel(header: ModelHeader, path: string): RecognizedModel {
  const view = new TensorView(header.tensors)
  const name = modelNameOf(path).toLowerCase()
  return { ...recognize(view, name, header), ...weigh(header) }
}

function recognize(view: TensorView, name: string, { metadata }: ModelHeader): Recognized {
  const adapter = findAdapter(view)
  if (adapter !== null) return adapter
  const model = findImageModel(view, name)
  if (model !== null && 'kind' in model) return model
  if (model !== null) return { kind: 'image-model', ...model, holds: holdsOf(view, name) }
  return findPart(view, name, metadata) ?? { kind: 'other', label: null }
}

/** Where checkpoints keep what is not the image model itself. */
const places: readonly (readonly [
  slot: ModelSlot,
  find: (view: TensorView, name: string) => unknown,
  ...at: string[],
])[] = [
  [
    'clipL',
    findClip,
    'cond_stage_model.',
    'cond_stage_model.transformer.',
    'conditioner.embedders.0.',
    'conditioner.embedders.0.transformer.',
    'text_encoders.clip_l.transformer.',
    'text_encoder.',
    'te.',
  ],
  [
    'clipG',
    findClip,
    'cond_stage_model.1.',
    'cond_stage_model.1.transformer.',
    'conditioner.embedders.1.',
    'text_encoders.clip_g.transformer.',
    'text_encoder_2.',
    'te.1.',
  ],
  ['t5xxl', findT5, 'text_encoders.t5xxl.transformer.'],
  ['llm', (view) => findLanguageModel(view, new Map()), 'text_encoders.llm.'],
  ['vae', findVae, 'first_stage_model.', 'vae.'],
]

function holdsOf(view: TensorView, name: string): ModelSlot[] {
  return places
    .filter(([, find, ...prefixes]) => prefixes.some((prefix) => find(view.under(prefix), name) !== null))
    .map(([slot]) => slot)
}

/** What draws, where encoders are in the same file: a checkpoint is packed as this is. */
const inCheckpoint = 'model.diffusion_model.'

/** Of what is in the same file as an image model. */
const encoderTensor = /^(cond_stage_model|conditioner|text_encoders?|text_encoder_\d|te)\./
const vaeTensor = /^(first_stage_model|vae)\./

function weigh({ tensors, fileBytes }: ModelHeader) {
  const counts = new Map<string, number>()
  const ownCounts = new Map<string, number>()
  let parameters = 0
  let bytes = 0
  let encoderBytes = 0
  let vaeBytes = 0
  for (const [name, { shape, type, bytes: own }] of tensors) {
    const count = countOf(shape)
    parameters += count
    bytes += own
    if (encoderTensor.test(name)) encoderBytes += own
    if (vaeTensor.test(name)) vaeBytes += own
    // Norms and biases are kept exact in every quantization.
    if (shape.length < 2) continue
    counts.set(type, (counts.get(type) ?? 0) + count)
    if (name.startsWith(inCheckpoint)) ownCounts.set(type, (ownCounts.get(type) ?? 0) + count)
  }
  const [most] = [...(ownCounts.size > 0 ? ownCounts : counts)].toSorted(([, one], [, two]) => two - one)
  return {
    parameters,
    quantization: most?.[0] ?? tensors.values().next().value?.type ?? 'f32',
    bits: parameters === 0 ? 0 : (bytes * 8) / parameters,
    bytes: fileBytes,
    encoderBytes,
    vaeBytes,
  }
}
