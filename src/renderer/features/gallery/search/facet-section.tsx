import { ChevronRight, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { Facet, FacetField } from '../../../../shared/domain/catalogue.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { colon } from '../../../../shared/messages/formats.ts'
import { useDeveloperName, useProviders, useServices, useSettings } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { facetTitles, formatFacetValue } from './facet-messages.ts'
import { useQueryEdit } from './use-query-edit.ts'

const shownAtFirst = 6
/** Few and fixed values: always shown in full. */
const alwaysWhole: ReadonlySet<FacetField> = new Set(['rating', 'flag', 'label', 'color', 'shape'])

/** One field with its values; its expanded state persists. */
export function FacetSection({ facet }: { readonly facet: Facet }) {
  const { field } = facet
  const { settings } = useServices()
  const listId = useId()
  const openFacets = useSettings(({ shelves }) => shelves.openFacets)
  const { isAsked, clear } = useQueryEdit()
  const isOpen = openFacets.includes(field)
  const toggle = () => {
    const next = isOpen ? openFacets.filter((each) => each !== field) : [...openFacets, field]
    settings.change({ shelves: { ...settings.store.getState().shelves, openFacets: next } })
  }
  return (
    <section className="facet" aria-label={facetTitles[field]}>
      <header>
        <button type="button" aria-expanded={isOpen} aria-controls={listId} onClick={toggle}>
          <ChevronRight size={13} aria-hidden="true" />
          {facetTitles[field]}
        </button>
        {isAsked(field) && (
          <IconButton label={messages.clearFilter} size="small" onClick={() => clear(field)}>
            <X size={12} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      {isOpen && (
        <div id={listId}>{field === 'color' ? <ColorValues facet={facet} /> : <FacetValues facet={facet} />}</div>
      )}
    </section>
  )
}

function FacetValues({ facet: { field, values, more } }: { readonly facet: Facet }) {
  const { has, toggle, begin } = useQueryEdit()
  const nameOfValue = useFacetNames()
  const [isWhole, setIsWhole] = useState(false)
  const isAll = isWhole || alwaysWhole.has(field) || values.length <= shownAtFirst + 1
  const shown = isAll ? values : values.filter(({ value }, at) => at < shownAtFirst || has(field, value))
  return (
    <ul>
      {shown.map(({ value, count }) => (
        <li key={value}>
          <button
            type="button"
            className="facet-value"
            aria-pressed={has(field, value)}
            onClick={() => toggle(field, value)}
          >
            {field === 'label' && value !== 'none' && <span className="annotations-dot" data-label={value} />}
            <span className="facet-name" title={nameOfValue(field, value)}>
              {nameOfValue(field, value)}
            </span>
            <span className="facet-count">{formatNumber(count)}</span>
          </button>
        </li>
      ))}
      {!isAll && (
        <li>
          <button type="button" className="facet-value facet-more" onClick={() => setIsWhole(true)}>
            {messages.more({ count: formatNumber(values.length - shown.length) })}
          </button>
        </li>
      )}
      {isAll && more > 0 && (
        <li>
          <button type="button" className="facet-value facet-more" onClick={() => begin(field)}>
            {messages.searchMore({ count: formatNumber(more) })}
          </button>
        </li>
      )}
    </ul>
  )
}

function ColorValues({ facet: { field, values } }: { readonly facet: Facet }) {
  const { has, toggle } = useQueryEdit()
  return (
    <div className="facet-colors">
      {values.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          className="facet-color"
          data-color={value}
          aria-pressed={has(field, value)}
          aria-label={`${formatFacetValue(field, value)}, ${formatNumber(count)}`}
          title={`${formatFacetValue(field, value)}${colon}${formatNumber(count)}`}
          onClick={() => toggle(field, value)}
        />
      ))}
    </div>
  )
}

function useFacetNames(): (field: FacetField, value: string) => string {
  const nameOf = useDeveloperName()
  const providers = useProviders()
  return (field, value) => {
    if (field === 'provider') return nameOf(value, null).model
    if (field !== 'model') return formatFacetValue(field, value)
    return providers.flatMap(({ models }) => models).find(({ id }) => id === value)?.label ?? value
  }
}
