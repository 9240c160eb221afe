import type { AnnotationChange } from '../../../shared/domain/annotations.ts'
import type { Collection } from '../../../shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/organize.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { Assets } from '../../assets/assets.ts'
import { badInput } from '../read-options.ts'

export interface OrganizeChange extends AnnotationChange {
  /** Name of a collection; it is created if there is none. */
  readonly addTo?: string | undefined
  /** Name of a collection. */
  readonly takeFrom?: string | undefined
}

type OrganizedLibrary = Pick<Assets, 'records' | 'annotations' | 'collections'>

/**
 * Changes annotations and collections of images, as the Gallery does: all images or none.
 * @throws request/invalid for no change, a smart collection or an ambiguous name; storage/not-found
 */
export async function organizeImages(
  ids: readonly AssetId[],
  { addTo, takeFrom, ...change }: OrganizeChange,
  { records, annotations, collections }: OrganizedLibrary,
): Promise<readonly Asset[]> {
  const isAnnotated = Object.values(change).some((value) => value !== undefined)
  if (!isAnnotated && addTo === undefined && takeFrom === undefined) throw badInput(messages.nothingToOrganize)
  for (const id of ids) await records.require(id)
  const known = await collections.list()
  const from = takeFrom === undefined ? null : requireCollection(takeFrom, known)
  const into = addTo === undefined ? null : (findCollection(addTo, known) ?? addTo)
  if (isAnnotated) await annotations.change(ids, change)
  if (from !== null) await collections.takeOut(from, ids)
  if (into !== null) await collections.add(await idOf(into, collections), ids)
  return records.load(ids)
}

async function idOf(into: Collection | string, collections: Assets['collections']): Promise<CollectionId> {
  if (typeof into !== 'string') return into.id
  return (await collections.create({ parentId: null, name: into, kind: 'manual', query: null })).id
}

function requireCollection(name: string, known: readonly Collection[]): CollectionId {
  const found = findCollection(name, known)
  if (found === null) throw new AppError('storage/not-found', messages.noCollection({ name }))
  return found.id
}

/** @throws request/invalid where only a smart collection or a folder has the name, or several collections have it */
function findCollection(name: string, known: readonly Collection[]): Collection | null {
  const named = known.filter((each) => each.name.toLowerCase() === name.trim().toLowerCase())
  const [found = null, other] = named.filter(({ kind }) => kind === 'manual')
  if (other !== undefined) throw badInput(messages.ambiguousCollection({ name }))
  if (found === null && named.length > 0) throw badInput(messages.notHandPicked({ name }))
  return found
}
