import type { OptionField } from '../../../shared/domain/model-card.ts'

type SpecialKind = 'picture' | 'pictures' | 'size' | 'loras' | 'other'

interface SpecialOf<K extends SpecialKind> {
  readonly kind: K
  readonly name: string
  readonly label: string
  readonly hint: string | null
  readonly isRequired: boolean
  /** Of a list: items at most. */
  readonly max: number | null
}

/** What a form cannot show as it is: pictures, sizes and lists, which the adapter fills in from the request. */
type SpecialField = { [K in SpecialKind]: SpecialOf<K> }[SpecialKind]

/** One field of a model's input, whatever described it. */
export type InputField = OptionField | SpecialField

export function isOptionField(field: InputField): field is OptionField {
  return field.kind === 'text' || field.kind === 'number' || field.kind === 'switch' || field.kind === 'choice'
}

export function specialField<K extends SpecialKind>(
  kind: K,
  name: string,
  own: Partial<SpecialOf<SpecialKind>> = {},
): SpecialOf<K> {
  return { label: name, hint: null, isRequired: false, max: null, ...own, kind, name }
}
