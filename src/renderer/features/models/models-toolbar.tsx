import { Search } from 'lucide-react'
import { PillChoice } from '../../ui/pill-choice.tsx'
import type { ModelFilter } from './filter-providers.ts'
import { useModels, useModelsState } from './models-context.ts'

const filters: readonly { readonly value: ModelFilter; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'mask', label: 'Can use a mask' },
  { value: 'free', label: 'Free' },
  { value: 'seed', label: 'Has a seed' },
  { value: 'ready', label: 'Ready' },
]

export function ModelsToolbar() {
  const store = useModels()
  const filter = useModelsState((state) => state.filter)
  const search = useModelsState((state) => state.search)
  return (
    <header className="models-toolbar">
      <h1>Models</h1>
      <PillChoice
        label="Show"
        isLabelHidden
        look="accent"
        options={filters}
        value={filter}
        onChange={(next) => store.setState({ filter: next })}
      />
      <div className="models-search">
        <Search size={14} aria-hidden="true" />
        <input
          type="text"
          placeholder="search models"
          aria-label="Search providers and models"
          spellCheck={false}
          value={search}
          onChange={(event) => store.setState({ search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            if (search === '') event.currentTarget.blur()
            else store.setState({ search: '' })
          }}
        />
      </div>
    </header>
  )
}
