import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { SelectOption } from '../../ui/select-field.tsx'

const commonRatios = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16']

/** What can be chosen as a provider's default size: `1024x1024` or `16:9`. What is set already is always among it. */
export function defaultSizeChoices(card: ModelCard | undefined, current: string | null): readonly SelectOption[] {
  const values = card === undefined ? commonRatios : valuesOf(card)
  const all = current === null || values.includes(current) ? values : [current, ...values]
  return [{ value: '', label: 'the model’s own' }, ...all.map((value) => ({ value, label: value.replace('x', ' × ') }))]
}

function valuesOf({ sizes }: ModelCard): readonly string[] {
  switch (sizes.kind) {
    case 'list':
      return sizes.sizes.map(({ widthPx, heightPx }) => `${widthPx}x${heightPx}`)
    case 'ratios':
      return sizes.ratios
    case 'grid':
      return commonRatios
    case 'source':
      return []
  }
}
