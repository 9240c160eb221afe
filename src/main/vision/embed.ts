import { AppError } from '../../shared/errors/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import type { Vision } from './vision.ts'

type Vector = Float32Array<ArrayBuffer>

/** Embeds images in one run of the model. @returns unit vectors in the order of the paths @throws media/*, storage/*, model/* */
export async function embedImageFiles(
  { image }: EmbeddingModel,
  paths: readonly string[],
  {
    imaging,
    vision,
  }: { readonly imaging: Pick<Imaging, 'readModelInput'>; readonly vision: Pick<Vision, 'embedImages'> },
  signal?: AbortSignal,
): Promise<readonly Vector[]> {
  const { shape, size, scale, mean, deviation } = image
  const inputs = await Promise.all(paths.map((path) => imaging.readModelInput({ path, shape }, { signal })))
  const pixels = new Uint8Array(inputs.reduce((sum, input) => sum + input.length, 0))
  let at = 0
  for (const input of inputs) {
    pixels.set(input, at)
    at += input.length
  }
  return vision.embedImages(
    { path: image.path, pixels, count: paths.length, ...size, scale, mean: [...mean], deviation: [...deviation] },
    { signal },
  )
}

/** @returns a unit vector @throws model/* */
export async function embedWords(
  { text, folder, family }: EmbeddingModel,
  words: string,
  { vision }: { readonly vision: Pick<Vision, 'embedText'> },
  signal?: AbortSignal,
): Promise<Vector> {
  const [vector] = await vision.embedText(
    {
      path: text.path,
      tokenizerFolder: folder,
      tokensMax: text.tokensMax,
      isPadded: text.isPadded,
      // SigLIP was trained on lowercase text; CLIP's tokenizer lowercases by itself.
      text: family === 'siglip' ? words.toLowerCase() : words,
    },
    { signal },
  )
  if (vector === undefined) throw new AppError('internal/bug', 'The vision process returned no vector for a text.')
  return vector
}
