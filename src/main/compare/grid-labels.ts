import type { GridAxis, GridView } from '../../shared/domain/grid.ts'
import type { ModelRef, ProviderView } from '../../shared/domain/provider.ts'
import * as messages from '../../shared/messages/en/grid-labels.ts'
import * as numberMessages from '../../shared/messages/en/number-settings.ts'
import { modelLabel } from './grid-requests.ts'

/** Returns the texts of an axis and its values. */
export function labelAxis(axis: GridAxis, views: readonly ProviderView[]): GridView['axes'][number] {
  switch (axis.variable) {
    case 'prompt':
      return { label: messages.promptPart({ text: axis.search }), values: axis.values.map(orNothing) }
    case 'model':
      return { label: messages.model, values: labelModels(axis.values, views) }
    case 'seed':
      return { label: messages.seed, values: axis.values.map(String) }
    case 'lora':
      return { label: messages.loraWeight({ name: fileName(axis.path) }), values: axis.values.map(String) }
    case 'reference':
      return {
        label: messages.reference,
        values: axis.values.map((name) => (name === '' ? messages.none : `@${name}`)),
      }
    default:
      return { label: numberMessages.labels[axis.variable], values: axis.values.map(String) }
  }
}

function orNothing(text: string): string {
  return text.trim() === '' ? messages.nothing : text
}

function fileName(path: string): string {
  return path.split(/[/\\]/u).at(-1) ?? path
}

/** Models of one name are told apart by their services. */
function labelModels(refs: readonly ModelRef[], views: readonly ProviderView[]): string[] {
  const labels = refs.map((ref) => modelLabel(ref, views))
  return labels.map((label, at) => {
    if (labels.indexOf(label) === labels.lastIndexOf(label)) return label
    const { provider } = refs[at]!
    return messages.modelOf({ model: label, provider: views.find(({ id }) => id === provider)?.label ?? provider })
  })
}
