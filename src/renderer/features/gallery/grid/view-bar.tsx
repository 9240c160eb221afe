import { ImageUpscale, LayoutGrid, Layers, List, Map, Rows3, type LucideIcon } from 'lucide-react'
import { type CSSProperties, useEffect, useState } from 'react'
import type { SortOrder } from '../../../../shared/domain/catalogue.ts'
import { sortOrders } from '../../../../shared/domain/searched-values.ts'
import type { GalleryLayout } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { Announcement } from '../../../ui/announcement.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { useGallery, useGalleryState, useGalleryView } from '../gallery-context.ts'
import './view-bar.css'

/** Image count and layout controls. */
export function ViewBar() {
  return (
    <div className="gallery-view-bar" role="toolbar" aria-label={messages.view}>
      <ViewCount />
      <SortField />
      <StackSwitch />
      <LayoutButtons />
      <TileSizeSlider />
    </div>
  )
}

function ViewCount() {
  const selected = useGalleryState((state) => state.selected.size)
  const count = useGalleryView((view) => view.ids?.length ?? null)
  const images = count === null ? '' : messages.imageCount({ count })
  const chosen = selected === 0 ? '' : messages.countSelected({ count: formatNumber(selected) })
  return (
    <>
      <p className="gallery-count">
        {images}
        {chosen !== '' && <span>{chosen}</span>}
      </p>
      {/* A selection may grow with each key. */}
      <Announcement text={joinList([images, chosen])} restMs={600} />
    </>
  )
}

const sortMessages: Readonly<Record<SortOrder, string>> = {
  newest: messages.newestFirst,
  oldest: messages.oldestFirst,
  name: messages.byName,
  rating: messages.highestRatedFirst,
  largest: messages.largestFirst,
  dearest: messages.mostExpensiveFirst,
  relevance: messages.bestMatchFirst,
}

function SortField() {
  const { actions } = useGallery()
  const sort = useSettings((each) => each.gallery.sort)
  const hasQuery = useGalleryState((state) => state.query !== '')
  // What images show has decided their order, whatever is chosen for other searches.
  const isRanked = useIsRanked()
  // Without a query there is no relevance to sort by.
  const offered = sortOrders.filter((order) => order !== 'relevance' || hasQuery || isRanked || sort === 'relevance')
  return (
    <SelectField
      label={messages.sortOrder}
      isLabelHidden
      options={offered.map((value) => ({ value, label: sortMessages[value] }))}
      value={isRanked ? 'relevance' : sort}
      disabled={isRanked}
      onChange={(value) => actions.setSort(value as SortOrder)}
    />
  )
}

function StackSwitch() {
  const { actions } = useGallery()
  const isStacked = useSettings((each) => each.gallery.isStacked)
  const isOnMap = useGalleryState(({ map }) => map !== null)
  return (
    <IconButton
      disabled={isOnMap}
      label={messages.stackRelatedImages}
      command="gallery.stacks"
      isPressed={isStacked && !isOnMap}
      onClick={() => actions.setStacked(!isStacked)}
    >
      <Layers size={16} aria-hidden="true" />
    </IconButton>
  )
}

const layouts = [
  { value: 'grid', label: messages.grid, Icon: LayoutGrid },
  { value: 'justified', label: messages.justifiedRows, Icon: Rows3 },
  { value: 'list', label: messages.list, Icon: List },
  { value: 'map', label: messages.map, Icon: Map },
] as const satisfies readonly { readonly value: GalleryLayout; readonly label: string; readonly Icon: LucideIcon }[]

function LayoutButtons() {
  const { actions } = useGallery()
  const layout = useSettings((each) => each.gallery.layout)
  return (
    <div className="gallery-layouts" role="group" aria-label={messages.layout}>
      {layouts.map(({ value, label, Icon }) => (
        <IconButton
          key={value}
          label={label}
          command={`gallery.layout-${value}`}
          isPressed={layout === value}
          onClick={() => actions.setLayout(value)}
        >
          <Icon size={16} aria-hidden="true" />
        </IconButton>
      ))}
    </div>
  )
}

const smallest = 96
const largest = 512

function TileSizeSlider() {
  const { settings } = useServices()
  const thumbnailPx = useSettings((each) => each.thumbnailPx)
  const filled = { '--filled': `${((thumbnailPx - smallest) / (largest - smallest)) * 100}%` } as CSSProperties
  return (
    <label className="gallery-tile-size">
      <ImageUpscale size={15} aria-hidden="true" />
      <span className="visually-hidden">{messages.thumbnailSize}</span>
      <input
        type="range"
        min={smallest}
        max={largest}
        step={8}
        value={thumbnailPx}
        style={filled}
        onChange={(event) => settings.change({ thumbnailPx: Number(event.target.value) })}
        onPointerUp={(event) => event.currentTarget.blur()}
      />
    </label>
  )
}

const mayRank = /looks|likeness/i

/** Whether what images show decides their order, whatever order is chosen. The parser of queries is loaded when needed. */
function useIsRanked(): boolean {
  const query = useGalleryState((state) => state.query)
  const isOfOne = useGalleryState((state) => state.likeId !== null)
  const [rankedQuery, setRankedQuery] = useState<string | null>(null)
  useEffect(() => {
    if (!mayRank.test(query)) return
    let isOutdated = false
    void import('../../../../shared/search/index.ts').then(({ isRanking }) => {
      if (!isOutdated) setRankedQuery(isRanking(query) ? query : null)
    })
    return () => {
      isOutdated = true
    }
  }, [query])
  return isOfOne || rankedQuery === query
}
