import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { isSameSize, type Point, type Size } from '../../../shared/util/geometry.ts'
import type { Services } from '../../client/index.ts'

/** undefined: not loaded; null: the library does not know it. */
export type FindAsset = (id: AssetId) => Asset | null | undefined

interface Ancestor {
  readonly asset: Asset
  /** Where its top-left corner lies in the picture that was asked about, pixels. */
  readonly at: Point
}

/** More than any picture has; a ring, which cannot be, would end here too. */
const generationsMax = 1_000

/** The picture itself and all it was made of, as far as each lies in the next by whole pixels. */
function ancestorsOf(picture: Asset, find: FindAsset): readonly Ancestor[] {
  const found: Ancestor[] = [{ asset: picture, at: { x: 0, y: 0 } }]
  while (found.length < generationsMax) {
    const { asset, at } = found.at(-1)!
    const parent = asset.parentId === null ? null : find(asset.parentId)
    const place = parent && placeInChild(asset, parent)
    if (!parent || !place) break
    found.push({ asset: parent, at: { x: at.x + place.x, y: at.y + place.y } })
  }
  return found
}

function placeInChild({ recipe, ...child }: Asset, parent: Size): Point | null {
  // An answer that was not pasted shows only the part that was sent.
  if (recipe.edit?.isRefused === true) return null
  return recipe.parentAt ?? (isSameSize(child, parent) ? { x: 0, y: 0 } : null)
}

export interface Kinship {
  /** Where the base's top-left corner lies in the result. */
  readonly baseAt: Point
  /** Whether layers were laid into the result on the way from what both are made of. */
  readonly hasLayers: boolean
}

/**
 * How a result lies over the base: by the nearest picture that both are made of. null where there is none, or where
 * not all records between them are loaded.
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

/**
 * The picture that was worked on, where what was sent is that picture with its layers in one.
 */
export function workedOn(sourceId: AssetId | null, find: FindAsset): AssetId | null {
  const source = sourceId === null ? null : find(sourceId)
  return source?.recipe.operation === 'compose' && source.parentId !== null ? source.parentId : sourceId
}

type Library = Pick<Services, 'client' | 'assets'>

/** Loads the records of a picture and of all it was made of. */
export async function loadFamily({ client, assets }: Library, id: AssetId): Promise<void> {
  let next: AssetId | null = id
  for (let generation = 0; next !== null && generation < generationsMax; generation++) {
    const wanted: AssetId = next
    let asset: Asset | null | undefined = assets.store.getState().records.get(wanted)
    if (asset === undefined) {
      const found = await client.call('library.assets', { ids: [wanted] })
      assets.put(found)
      asset = found[0] ?? null
    }
    next = asset?.parentId ?? null
  }
}
