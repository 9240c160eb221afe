import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'

type Kinship = Lineage['links'][number]['how']

/** What an image is to the one that was made with it. */
export const sourceWords: Readonly<Record<Kinship, string>> = {
  parent: 'Made from',
  'taken-from': 'Area from',
  reference: 'Reference',
  control: 'Control image',
}

/** How the image that was made with another uses it. */
export const useWords: Readonly<Record<Kinship, string>> = {
  parent: 'Used in',
  'taken-from': 'Area used in',
  reference: 'Used as reference in',
  control: 'Used as control image in',
}

const badgeWords: Readonly<Record<Exclude<Kinship, 'parent'>, readonly [source: string, use: string]>> = {
  'taken-from': ['Area source', 'Uses an area'],
  reference: ['Reference', 'As reference'],
  control: ['Control image', 'As control image'],
}

/** By which others than parents and children an image was made or used, by their ids. */
export function badgesAround(id: AssetId | null, links: Lineage['links']): ReadonlyMap<AssetId, string> {
  const badges = new Map<AssetId, string>()
  if (id === null) return badges
  for (const { fromId, toId, how } of links) {
    if (how === 'parent' || fromId === toId || (fromId !== id && toId !== id)) continue
    const other = fromId === id ? toId : fromId
    const before = badges.get(other)
    const words = badgeWords[how][fromId === id ? 1 : 0]
    badges.set(other, before === undefined ? words : `${before}, ${words}`)
  }
  return badges
}
