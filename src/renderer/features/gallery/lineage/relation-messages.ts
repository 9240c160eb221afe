import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'

type Kinship = Lineage['links'][number]['how']

/** What a source is to the image that was made with it. */
export const sourceMessages: Readonly<Record<Kinship, string>> = {
  parent: messages.madeFrom,
  'taken-from': messages.areaFrom,
  reference: messages.reference,
  control: messages.controlImage,
}

/** How a derived image uses its source. */
export const usageMessages: Readonly<Record<Kinship, string>> = {
  parent: messages.usedIn,
  'taken-from': messages.areaUsedIn,
  reference: messages.usedAsReferenceIn,
  control: messages.usedAsControlImageIn,
}

const badgeMessages: Readonly<Record<Exclude<Kinship, 'parent'>, readonly [source: string, use: string]>> = {
  'taken-from': [messages.areaSource, messages.usesArea],
  reference: [messages.reference, messages.asReference],
  control: [messages.controlImage, messages.asControlImage],
}

/** Returns labels of relations other than parent and child, by image id. */
export function badgesAround(id: AssetId | null, links: Lineage['links']): ReadonlyMap<AssetId, string> {
  const badges = new Map<AssetId, string>()
  if (id === null) return badges
  for (const { fromId, toId, how } of links) {
    if (how === 'parent' || fromId === toId || (fromId !== id && toId !== id)) continue
    const otherId = fromId === id ? toId : fromId
    const previous = badges.get(otherId)
    const labels = badgeMessages[how][fromId === id ? 1 : 0]
    badges.set(otherId, previous === undefined ? labels : `${previous}, ${labels}`)
  }
  return badges
}
