import type { Asset } from '../../../../shared/domain/asset.ts'
import type { EditRecord } from '../../../../shared/domain/edit.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'

const intentMessages: Readonly<Record<EditRecord['intent'], string>> = {
  fill: messages.filled,
  add: messages.addedTo,
  remove: messages.removedFrom,
  background: messages.newBackground,
  expand: messages.expanded,
  whole: messages.repainted,
}

/** Describes a lineage step in a word or two. */
export function describeStep({ recipe }: Pick<Asset, 'recipe'>): string {
  switch (recipe.operation) {
    case 'import':
      return messages.imported
    case 'fill':
      return messages.filled
    case 'generate':
      return messages.textToImage
    case 'edit':
      return recipe.edit ? intentMessages[recipe.edit.intent] : messages.edited
    case 'variations':
      return messages.variation
    case 'compose':
      return messages.composited
    case 'crop':
      return messages.cropped
    case 'expand':
      return messages.expanded
    case 'merge':
      return messages.areaMerged
    case 'cutout':
      return recipe.background ? messages.newBackground : messages.backgroundRemoved
    case 'depth':
      return messages.depthMap
    case 'pose':
      return messages.pose
    case 'external':
      return messages.editedExternally
  }
}
