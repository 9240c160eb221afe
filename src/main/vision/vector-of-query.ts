import type { NamedReference } from '../../shared/domain/named-reference.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/references.ts'
import { referenceKey } from '../../shared/prompting/index.ts'
import { likenessOf, looksOf } from '../../shared/search/index.ts'
import type { Vector } from './embed.ts'
import type { EmbeddingModel } from './models/embedding-model.ts'
import type { Embeddings } from './embeddings.ts'

export interface QueryVectorNeeds {
  readonly embeddings: Pick<Embeddings, 'ofWords' | 'ofImage'>
  readonly references: { list(): Promise<readonly Pick<NamedReference, 'name' | 'imageIds'>[]> }
}

/**
 * Returns the unit vector that images are ranked by: the mean of `others`, of the words of a query's `looks:` terms and of
 * the reference of its `likeness:` term. Empty where there are none of them.
 * @throws request/invalid for a reference that does not exist or has no image; model/*, vision/*
 */
export async function vectorOfQuery(
  query: string,
  model: EmbeddingModel,
  needs: QueryVectorNeeds,
  others: readonly Vector[] = [],
): Promise<Vector> {
  const [looks, likeness] = [looksOf(query), likenessOf(query)]
  return meanOf([
    ...others,
    ...(looks === null ? [] : [await needs.embeddings.ofWords(model, looks.words)]),
    ...(likeness === null ? [] : [await vectorOfReference(likeness.name, model, needs)]),
  ])
}

/** The mean of its images' vectors: what they have in common. @throws request/invalid if it has no image, and like ofImage */
async function vectorOfReference(
  name: string,
  model: EmbeddingModel,
  { embeddings, references }: QueryVectorNeeds,
): Promise<Vector> {
  const reference = (await references.list()).find((each) => referenceKey(each.name) === referenceKey(name))
  if (reference === undefined) throw new AppError('request/invalid', messages.noReferenceNamed({ name }))
  if (reference.imageIds.length === 0) throw new AppError('request/invalid', messages.referenceWithoutImages({ name }))
  const vectors: Vector[] = []
  for (const id of reference.imageIds) vectors.push(await embeddings.ofImage(model, id))
  return meanOf(vectors)
}

/** Of unit vectors, as one. */
function meanOf(vectors: readonly Vector[]): Vector {
  const [first] = vectors
  if (first === undefined || vectors.length === 1) return first ?? new Float32Array(0)
  const sum = first.map((_, at) => vectors.reduce((total, vector) => total + vector[at]!, 0))
  const length = Math.hypot(...sum)
  return length === 0 ? first : sum.map((value) => value / length)
}
