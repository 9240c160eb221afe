import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Facet, FacetField } from '../../../../shared/domain/catalogue.ts'
import { useServices } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'
import { FacetSection } from './facet-section.tsx'
import { facetTitles } from './facet-words.ts'
import { useQueryEdit } from './use-query-edit.ts'

const fields = Object.keys(facetTitles) as FacetField[]

/** What the pictures that are shown can be narrowed down by, with counts. */
export function Facets() {
  const { describeError } = useServices()
  const { organize } = useGallery()
  const { facets, count, error } = useStore(organize.facets.store)
  const { isAsked } = useQueryEdit()
  useEffect(() => organize.facets.watch(), [organize])
  if (facets === null) return error === null ? null : <p className="facets-note">{describeError(error).text}</p>
  const shown = fields
    .flatMap((field) => facets.find((facet) => facet.field === field) ?? [])
    .filter((facet) => tellsApart(facet, count) || isAsked(facet.field))
  return (
    <section className="facets" aria-label="Narrow down">
      {shown.map((facet) => (
        <FacetSection key={facet.field} facet={facet} />
      ))}
    </section>
  )
}

/** One value that every picture has narrows nothing down. */
function tellsApart({ values }: Facet, count: number): boolean {
  return values.length > 1 || (values[0] !== undefined && values[0].count < count)
}
