import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { isSameSize, type Point, type Size } from '../../../../shared/util/geometry.ts'
import type { Services } from '../../../client/index.ts'

/** undefined = not loaded; null = unknown to the library. */
export type FindAsset = (id: AssetId) => Asset | null | undefined

interface Ancestor {
  readonly asset: Asset
  /** Position of its top-left corner in the queried image, pixels. */
  readonly at: Point
}

/** More than any image has; also stops at a cycle, which should not exist. */
const generationsMax = 1_000

/** The image itself and all its ancestors, as long as each has a whole-pixel offset in the next. */
function ancestorsOf(image: Asset, find: FindAsset): readonly Ancestor[] {
  const found: Ancestor[] = [{ asset: image, at: { x: 0, y: 0 } }]
  while (found.length < generationsMax) {
    const { asset, at } = found.at(-1)!
    const parent = asset.parentId === null ? null : find(asset.parentId)
    const offset = parent && placeInChild(asset, parent)
    if (!parent || !offset) break
    found.push({ asset: parent, at: { x: at.x + offset.x, y: at.y + offset.y } })
  }
  return found
}

function placeInChild({ recipe, ...child }: Asset, parent: Size): Point | null {
  // A response that was not pasted shows only the area that was sent.
  if (recipe.edit?.isRefused === true) return null
  return recipe.parentAt ?? (isSameSize(child, parent) ? { x: 0, y: 0 } : null)
}

export interface Kinship {
  /** Position of the base's top-left corner in the result. */
  readonly baseAt: Point
  /** Whether layers were merged into the result since the common ancestor. */
  readonly hasLayers: boolean
}

/**
 * Returns how a result relates to the base through their nearest common ancestor. null if there is none, or if not all
 * records between them are loaded.
 */
export function kinshipOf(result: Asset, base: Asset, find: FindAsset): Kinship | null {
  const ofBase = ancestorsOf(base, find)
  const ofResult = ancestorsOf(result, find)
  const meeting = ofResult.findIndex(({ asset }) => ofBase.some((each) => each.asset.id === asset.id))
  const inResult = ofResult[meeting]
  const inBase = ofBase.find(({ asset }) => asset.id === inResult?.asset.id)
  if (inResult === undefined || inBase === undefined) return null
  return {
    baseAt: { x: inResult.at.x - inBase.at.x, y: inResult.at.y - inBase.at.y },
    hasLayers: ofResult.slice(0, meeting).some(({ asset }) => asset.recipe.operation === 'compose'),
  }
}

/** The original image if what was sent is that image with its layers flattened. */
export function workedOn(sourceId: AssetId | null, find: FindAsset): AssetId | null {
  const source = sourceId === null ? null : find(sourceId)
  return source?.recipe.operation === 'compose' && source.parentId !== null ? source.parentId : sourceId
}

type Library = Pick<Services, 'client' | 'assets'>

/** Loads the records of an image and all its ancestors. */
export async function loadFamily({ client, assets }: Library, id: AssetId): Promise<void> {
  let next: AssetId | null = id
  for (let generation = 0; next !== null && generation < generationsMax; generation++) {
    const currentId: AssetId = next
    let asset: Asset | null | undefined = assets.store.getState().records.get(currentId)
    if (asset === undefined) {
      const found = await client.call('library.assets', { ids: [currentId] })
      assets.put(found)
      asset = found[0] ?? null
    }
    next = asset?.parentId ?? null
  }
}
