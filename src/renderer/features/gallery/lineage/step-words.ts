import type { Asset } from '../../../../shared/domain/asset.ts'
import type { EditRecord } from '../../../../shared/domain/edit.ts'

const intentWords: Readonly<Record<EditRecord['intent'], string>> = {
  fill: 'Filled',
  add: 'Added to',
  remove: 'Removed from',
  background: 'New background',
  expand: 'Expanded',
  whole: 'Repainted',
}

/** What a step of a family did, in a word or two. */
export function stepWords({ recipe }: Pick<Asset, 'recipe'>): string {
  switch (recipe.operation) {
    case 'import':
      return 'Imported'
    case 'fill':
      return 'Filled'
    case 'generate':
      return 'Made from words'
    case 'edit':
      return recipe.edit ? intentWords[recipe.edit.intent] : 'Edited'
    case 'variations':
      return 'Variation'
    case 'compose':
      return 'Layers in one'
    case 'crop':
      return 'Cropped'
    case 'expand':
      return 'Expanded'
    case 'merge':
      return 'Part taken in'
    case 'external':
      return 'Other program'
  }
}
