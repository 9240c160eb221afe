import { precisions, type ConversionChoice } from '../../shared/domain/local-setup.ts'
import { ggmlTypeNamed } from './header/ggml-types.ts'
import { countOf, type ModelHeader, type TensorInfo } from './header/model-header.ts'

/** How the weights of a file can be converted, and which tensors must keep their type. */
export interface Conversions {
  /** Quantizing again would add up the errors of both. */
  readonly isQuantized: boolean
  /** Largest first; only those that save something. */
  readonly choices: readonly ConversionChoice[]
  /** A pattern for tensor names and the type they keep. */
  readonly exceptions: readonly { readonly pattern: string; readonly type: string }[]
}

const isExact = (type: string): boolean => /^(f32|f16|bf16|f8_)/.test(type)

/**
 * Tensors the engine never converts (`ModelLoader::tensor_should_be_converted` of stable-diffusion.cpp): small but
 * critical.
 */
const keptEnd = /\.(bias|scale|weight_scale)$/
const keptPart =
  /(img_in|txt_in|time_in|vector_in|guidance_in|final_layer|[xty]_embedder|context_embedder|time_embed|label_emb)\.|pos_embed|embedding/
/** A VAE loses the most quality and saves the least. */
const vaePattern = String.raw`^(first_stage_model|vae)\.`
const vae = new RegExp(vaePattern)

/** A choice must be at most this fraction of the one before. */
const worthIt = 0.95

export function conversionsOf({ tensors, fileBytes }: ModelHeader): Conversions {
  const all = [...tensors]
  const largest = all.filter(([name]) => !vae.test(name)).toSorted(([, one], [, two]) => two.bytes - one.bytes)[0]
  if (largest === undefined || !isExact(largest[1].type)) {
    return { isQuantized: largest !== undefined, choices: [], exceptions: [] }
  }
  const choices: ConversionChoice[] = []
  let least = fileBytes
  for (const precision of precisions) {
    const bytes = all.reduce((sum, [name, tensor]) => sum + bytesAs(name, tensor, precision), 0)
    if (bytes >= least * worthIt) continue
    choices.push({ precision, bytes: Math.round(bytes) })
    least = bytes
  }
  const vaeType = all.find(([name, { shape }]) => vae.test(name) && shape.length > 1)?.[1].type
  const keepsVae = vaeType !== undefined && ggmlTypeNamed(vaeType) !== null
  return { isQuantized: false, choices, exceptions: keepsVae ? [{ pattern: vaePattern, type: vaeType }] : [] }
}

function bytesAs(name: string, { shape, bytes }: TensorInfo, precision: string): number {
  const type = ggmlTypeNamed(precision)!
  const isKept = keptEnd.test(name) || keptPart.test(name) || vae.test(name)
  // Rows are packed in blocks: a row that is not a multiple of the block size keeps its type.
  if (isKept || (shape.at(-1) ?? 1) % type.values !== 0) return bytes
  return (countOf(shape) / type.values) * type.bytes
}
