import type { LocalModel } from './assemble-sets.ts'
import { familyOf } from './families.ts'
import type { Architecture } from './model-kinds.ts'

/**
 * Pixels per token of the widest attention (VAE scale times patch, squared), and its heads: from the authors'
 * configurations.
 */
const attention: Readonly<Record<Architecture, { readonly pixelsPerToken: number; readonly heads: number }>> = {
  sd1: { pixelsPerToken: 64, heads: 8 },
  sd2: { pixelsPerToken: 64, heads: 5 },
  sdxl: { pixelsPerToken: 256, heads: 10 },
  sd3: { pixelsPerToken: 256, heads: 38 },
  flux1: { pixelsPerToken: 256, heads: 24 },
  flux2: { pixelsPerToken: 256, heads: 48 },
  chroma: { pixelsPerToken: 256, heads: 24 },
  'qwen-image': { pixelsPerToken: 256, heads: 24 },
  'z-image': { pixelsPerToken: 256, heads: 30 },
  minit2i: { pixelsPerToken: 256, heads: 16 },
}

/** What determines whether a model fits into device memory. */
export function weightsOf({
  family,
  bytes,
  encoderBytes,
  vaeBytes,
}: Pick<LocalModel, 'family' | 'bytes' | 'encoderBytes' | 'vaeBytes'>) {
  const drawingBytes = Math.max(0, bytes - encoderBytes - vaeBytes)
  return { drawingBytes, encoderBytes, vaeBytes, ...attention[familyOf(family).architecture] }
}
