import { resolve } from 'node:path'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { Embeddings } from '../../vision/embeddings.ts'
import type { EarlyContext } from '../program/command.ts'

/** Six digits hold what 32-bit floats hold of a unit vector. */
const digits = 6

export interface Embedding {
  readonly embeddings: Embeddings
  readonly model: Awaited<ReturnType<Embeddings['model']>>
  readonly context: Pick<EarlyContext, 'signal' | 'workingFolder'>
}

/** An ID of the library, or else a path. */
export function vectorOfImage(
  image: string,
  { embeddings, model, context }: Embedding,
): Promise<Float32Array<ArrayBuffer>> {
  const id = assetIdSchema.safeParse(image)
  const { signal, workingFolder } = context
  if (id.success) return embeddings.ofImage(model, id.data, signal)
  return embeddings.ofFile(model, resolve(workingFolder, image), signal)
}

/** Returns a part of a unit vector, or a cosine, without digits that mean nothing. */
export function rounded(value: number): number {
  return Number(value.toFixed(digits))
}
