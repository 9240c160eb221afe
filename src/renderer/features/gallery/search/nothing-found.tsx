import { FolderOpen, SearchX } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { useShownCollection } from '../collections/use-collections.ts'
import { readQuery } from './read-query.ts'

/** Where a search or a collection has no picture: says why, and the way out. */
export function NothingFound() {
  const { actions } = useGallery()
  const query = useGalleryState((state) => state.query)
  const { shown } = useShownCollection()
  if (query === '') {
    return (
      <EmptyState
        icon={<FolderOpen size={32} strokeWidth={1.5} />}
        title={shown === null ? 'Nothing in it yet' : `“${shown.name}” is empty`}
        text={emptyWords[shown?.kind ?? 'manual']}
      />
    )
  }
  const problem = readQuery(query).problems[0]?.message
  const where = shown === null ? 'No image' : `Nothing in “${shown.name}”`
  return (
    <EmptyState
      icon={<SearchX size={32} strokeWidth={1.5} />}
      title="Nothing found"
      text={problem ?? `${where} answers everything you asked for. Take something out of the search.`}
    >
      <Button onClick={() => actions.setQuery('')}>Clear the search</Button>
    </EmptyState>
  )
}

const emptyWords = {
  manual: 'Drag images onto it, or choose some and press B. They stay in the library as well.',
  smart: 'No image answers its search at the moment. It fills itself as soon as one does.',
  folder: 'Folder for collections. Drag collections here.',
} as const
