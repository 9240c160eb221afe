import { AppError } from '../../shared/errors/index.ts'
import type { EmbeddingModel } from './models/embedding-model.ts'
import type { Vision } from './vision.ts'

export type Vector = Float32Array<ArrayBuffer>

/** Embeds images in one run of the model. @param inputs as the imaging process returns them @returns unit vectors */
export async function embedInputs(
  { image }: EmbeddingModel,
  inputs: readonly Uint8Array[],
  vision: Pick<Vision, 'embedImages'>,
  signal?: AbortSignal,
): Promise<readonly Vector[]> {
  if (inputs.length === 0) return []
  const pixels = new Uint8Array(inputs.reduce((sum, input) => sum + input.length, 0))
  let at = 0
  for (const input of inputs) {
    pixels.set(input, at)
    at += input.length
  }
  const { path, size, scale, mean, deviation } = image
  return vision.embedImages(
    { path, pixels, count: inputs.length, ...size, scale, mean: [...mean], deviation: [...deviation] },
    { signal },
  )
}

/** @returns a unit vector */
export async function embedWords(
  { text, folder, family }: EmbeddingModel,
  words: string,
  vision: Pick<Vision, 'embedText'>,
  signal?: AbortSignal,
): Promise<Vector> {
  const request = {
    path: text.path,
    tokenizerFolder: folder,
    tokensMax: text.tokensMax,
    isPadded: text.isPadded,
    // SigLIP was trained on lowercase text; CLIP's tokenizer lowercases by itself.
    text: family === 'siglip' ? words.toLowerCase() : words,
  }
  const [vector] = await vision.embedText(request, { signal })
  if (vector === undefined) throw new AppError('internal/bug', 'The vision process returned no vector for a text.')
  return vector
}
