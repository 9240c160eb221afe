import { ArrowDown, ArrowUp } from 'lucide-react'
import type { SortOrder } from '../../../../shared/domain/catalogue.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useSettings } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'

interface Column {
  readonly name: string
  readonly label: string
  /** Sort orders that clicks cycle through; empty if not sortable. */
  readonly sorts: readonly SortOrder[]
}

const columns: readonly Column[] = [
  { name: 'name', label: messages.name, sorts: ['name'] },
  { name: 'stars', label: messages.rating, sorts: ['rating'] },
  { name: 'model', label: messages.model, sorts: [] },
  { name: 'size', label: messages.size, sorts: ['largest'] },
  { name: 'date', label: messages.date, sorts: ['newest', 'oldest'] },
  { name: 'cost', label: messages.cost, sorts: ['dearest'] },
  { name: 'tags', label: messages.tags, sorts: [] },
]

const ascending: readonly SortOrder[] = ['name', 'oldest']

/** List header: a click sorts. */
export function ListHead() {
  const { actions } = useGallery()
  const sort = useSettings((each) => each.gallery.sort)
  return (
    <div className="gallery-list-head" role="group" aria-label={messages.sortBy}>
      <span />
      {columns.map(({ name, label, sorts }) => {
        const at = sorts.indexOf(sort)
        const next = sorts[(at + 1) % sorts.length]
        if (next === undefined) {
          return (
            <span key={name} className={`gallery-line-${name}`}>
              {label}
            </span>
          )
        }
        return (
          <button
            key={name}
            type="button"
            className={`gallery-line-${name}`}
            aria-pressed={at >= 0}
            onClick={() => actions.setSort(next)}
          >
            {label}
            {at >= 0 && <SortArrow sort={sort} />}
          </button>
        )
      })}
    </div>
  )
}

function SortArrow({ sort }: { readonly sort: SortOrder }) {
  const Arrow = ascending.includes(sort) ? ArrowUp : ArrowDown
  return <Arrow size={12} aria-hidden="true" />
}
