import { useMemo } from 'react'
import { hasTerm, toggleTerm, withoutField, type QueryField } from '../../../../shared/search/index.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'

/** The query as facets see it, and edits to it. */
export function useQueryEdit() {
  const { actions } = useGallery()
  const query = useGalleryState((state) => state.query)
  return useMemo(
    () => ({
      has: (field: QueryField, value: string) => hasTerm(query, field, value),
      isAsked: (field: QueryField) => withoutField(query, field) !== query,
      toggle: (field: QueryField, value: string) => actions.setQuery(toggleTerm(query, field, value)),
      clear: (field: QueryField) => actions.setQuery(withoutField(query, field)),
      /** Starts a term in the search box for the user to complete. */
      begin: (field: QueryField) => {
        actions.setQuery(`${query} ${field}:`)
        const box = document.querySelector<HTMLInputElement>('#gallery-search')
        requestAnimationFrame(() => {
          box?.focus()
          box?.setSelectionRange(box.value.length, box.value.length)
        })
      },
    }),
    [actions, query],
  )
}
