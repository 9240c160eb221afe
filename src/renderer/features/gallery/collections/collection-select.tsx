import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { pathOf } from './tree-rows.ts'

interface CollectionSelectProps {
  readonly label: string
  readonly all: readonly Collection[]
  readonly kinds: readonly Collection['kind'][]
  /** What no collection is called. */
  readonly nothing: string
  readonly value: CollectionId | null
  readonly onChange: (id: CollectionId | null) => void
}

/** One of the collections, by its whole path. */
export function CollectionSelect({ label, all, kinds, nothing, value, onChange }: CollectionSelectProps) {
  const options = all
    .filter(({ kind }) => kinds.includes(kind))
    .map((each) => ({ value: each.id, label: pathOf(all, each) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
  if (options.length === 0) return null
  return (
    <SelectField
      label={label}
      options={[{ value: '', label: nothing }, ...options]}
      value={value ?? ''}
      onChange={(id) => onChange(options.find((option) => option.value === id)?.value ?? null)}
    />
  )
}
