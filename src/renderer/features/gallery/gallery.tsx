import { CircleAlert, FolderDown, FolderOpen, Images, SearchX, Trash2 } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/gallery.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { deferred } from '../../ui/deferred.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panels } from '../../ui/panels.tsx'
import { useShownCollection } from './collections/use-collections.ts'
import { DescriptionStrip } from './descriptions/description-strip.tsx'
import { DuplicatesPanel } from './duplicates/duplicates-panel.tsx'
import { FamilyPanel } from './lineage/family-panel.tsx'
import { GalleryProvider, useGallery, useGalleryState, useGalleryView, type GalleryModel } from './gallery-context.ts'
import { GalleryGrid } from './grid/gallery-grid.tsx'
import { ViewBar } from './grid/view-bar.tsx'
import { GallerySources } from './collections/gallery-sources.tsx'
import { GalleryToolbar } from './gallery-toolbar.tsx'
import { readQuery } from './search/query-text.ts'
import { GalleryViewer } from './viewer/gallery-viewer.tsx'
import './gallery.css'
import { InfoPanel } from './info/info-panel.tsx'
import { BulkBar } from './annotations/bulk-bar.tsx'
import { OrganizeDialogs } from './organize-dialogs.tsx'
import type { ShownQuery } from './view/create-gallery-view.ts'

const map = deferred(
  () => import('./map/gallery-map.tsx').then((part) => part.GalleryMap),
  () => <div className="gallery-loading" role="status" aria-label={messages.loadingLibrary} />,
)

/** Both panels are at their size from here on; in a narrower window they leave room for a third column of images. */
const roomyWindowPx = 1_280

function inNarrowWindow(px: number): number {
  return Math.round(px * Math.min(1, window.innerWidth / roomyWindowPx))
}

/** Everything generated or imported, newest first. */
export function Gallery({ model }: { readonly model: GalleryModel }) {
  return (
    <GalleryProvider value={model}>
      <GalleryLayout />
    </GalleryProvider>
  )
}

function GalleryLayout() {
  const { settings } = useServices()
  const sizes = useSettings((each) => each.panelSizes)
  const areHidden = useSettings((each) => each.arePanelsHidden)
  const { view, family, duplicates } = useGallery()
  useEffect(() => view.watch(), [view])
  const ids = useGalleryView((each) => each.ids)
  const cursor = useGalleryState((state) => state.cursor)
  const isViewing = useGalleryState((state) => state.isViewing)
  const familyOf = useStore(family.store, (state) => state.of)
  const areDuplicatesOpen = useStore(duplicates.store, (state) => state.isOpen)
  const toPurge = useGalleryState((state) => state.toPurge)
  const isUnder = areDuplicatesOpen || familyOf !== null
  const isCovered = isUnder || (isViewing && cursor !== null && ids !== null)
  useFocusBack(isCovered)
  return (
    <div className="gallery">
      <div className="gallery-beneath" inert={isCovered}>
        <Panels
          name="gallery"
          areHidden={areHidden}
          sizes={sizes}
          onResize={(panelSizes) => settings.change({ panelSizes: { ...sizes, ...panelSizes } })}
          left={{
            label: messages.library,
            content: <GallerySources />,
            defaultPx: inNarrowWindow(216),
            minPx: 170,
            maxPx: 400,
          }}
          right={{
            label: messages.information,
            content: <InfoPanel id={cursor} hasImage />,
            defaultPx: inNarrowWindow(272),
            minPx: 220,
            maxPx: 460,
          }}
        >
          <div className="gallery-middle">
            <h1 className="visually-hidden">{messages.gallery}</h1>
            <GalleryToolbar />
            <ViewBar />
            <DescriptionStrip />
            <GalleryView />
            <BulkBar />
          </div>
        </Panels>
      </div>
      {isViewing && cursor !== null && ids !== null && (
        <div className="gallery-beneath" inert={isUnder}>
          <GalleryViewer id={cursor} order={ids} />
        </div>
      )}
      {areDuplicatesOpen && <DuplicatesPanel />}
      {familyOf !== null && <FamilyPanel id={familyOf} />}
      <OrganizeDialogs />
      {toPurge !== null && <PurgeDialog ids={toPurge} />}
    </div>
  )
}

/** Restores focus when a full overlay closes. */
function useFocusBack(isCovered: boolean): void {
  useLayoutEffect(() => {
    if (!isCovered) return undefined
    const held = document.activeElement
    return () => {
      if (document.activeElement === document.body && held instanceof HTMLElement) held.focus()
    }
  }, [isCovered])
}

function GalleryView() {
  const { describeError } = useServices()
  const { view } = useGallery()
  const { ids, error, query } = useGalleryView((each) => each)
  const isMap = useSettings((each) => each.gallery.layout === 'map') && query.section === 'library'
  useKeptFocus(keyOf(query))
  if (ids === null && error !== null) {
    const { title, text } = describeError(error)
    return (
      <EmptyState icon={<CircleAlert size={32} />} title={title} text={text}>
        <Button onClick={() => void view.load()}>{messages.tryAgain}</Button>
      </EmptyState>
    )
  }
  if (ids === null) return <div className="gallery-loading" role="status" aria-label={messages.loadingLibrary} />
  if (ids.length > 0) return isMap ? <map.Part ids={ids} /> : <GalleryGrid ids={ids} />
  if (query.query !== '' || query.collectionId !== null) return <NothingFound />
  return query.section === 'trash' ? <EmptyTrash /> : <EmptyLibrary />
}

/** Keeps focus when the list is replaced: the element with focus in the old list has it in the new one. */
function useKeptFocus(key: string): void {
  const last = useRef(key)
  useLayoutEffect(() => {
    const isOther = last.current !== key
    last.current = key
    if (isOther && document.activeElement === document.body) {
      document.querySelector<HTMLElement>('[data-part="images"]')?.focus()
    }
  }, [key])
}

function keyOf({ section, collectionId, query, sort, likeId, madeFromId }: ShownQuery): string {
  return [section, collectionId, sort, likeId, madeFromId, query].join(' ')
}

function EmptyTrash() {
  return (
    <EmptyState icon={<Trash2 size={32} strokeWidth={1.5} />} title={messages.trashIsEmpty} text={messages.trashHint} />
  )
}

function EmptyLibrary() {
  const { intents } = useServices()
  return (
    <EmptyState icon={<Images size={36} strokeWidth={1.5} />} title={messages.noImagesYet} text={messages.noImagesHint}>
      <Button
        variant="primary"
        icon={<FolderDown size={15} />}
        onClick={() => intents.send({ type: 'choose-and-open' })}
      >
        {messages.importImages}
      </Button>
      <Button onClick={() => intents.send({ type: 'open-sample-project' })}>{messages.openSampleProject}</Button>
    </EmptyState>
  )
}

/** Empty state of a search or collection: explains why and offers a way out. */
function NothingFound() {
  const { actions } = useGallery()
  const query = useGalleryState((state) => state.query)
  const { shown } = useShownCollection()
  const met = useGalleryView(({ problems }) => problems[0]?.message)
  if (query === '') {
    return (
      <EmptyState
        icon={<FolderOpen size={32} strokeWidth={1.5} />}
        title={shown === null ? messages.collectionIsEmpty : messages.nameIsEmpty({ name: shown.name })}
        text={emptyHints[shown?.kind ?? 'manual']}
      />
    )
  }
  const problem = readQuery(query).problems[0]?.message ?? met
  const noMatches = shown === null ? messages.noMatches : messages.noMatchesIn({ name: shown.name })
  return (
    <EmptyState
      icon={<SearchX size={32} strokeWidth={1.5} />}
      title={messages.nothingFound}
      text={problem ?? noMatches}
    >
      <Button onClick={() => actions.setQuery('')}>{messages.clearSearch}</Button>
    </EmptyState>
  )
}

const emptyHints = {
  manual: messages.emptyCollectionHint,
  smart: messages.emptySmartCollectionHint,
  folder: messages.emptyFolderHint,
} as const

function PurgeDialog({ ids }: { readonly ids: readonly AssetId[] }) {
  const { store, actions } = useGallery()
  const { describeError } = useServices()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const close = () => store.setState({ toPurge: null })
  const handlePurge = async () => {
    setIsBusy(true)
    try {
      await actions.purge()
    } catch (thrown) {
      setError(thrown)
      setIsBusy(false)
    }
  }
  const buttons = (
    <>
      <Button data-autofocus onClick={close}>
        {messages.cancel}
      </Button>
      <Button variant="danger" disabled={isBusy} onClick={() => void handlePurge()}>
        {messages.deletePermanentlyNow}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.confirmDelete({ count: ids.length })} footer={buttons} onClose={close}>
      <div className="dialog-body">
        <p>{messages.confirmDeleteHint({ count: ids.length })}</p>
        {error !== null && (
          <p className="gallery-problem" role="alert">
            {describeError(error).text}
          </p>
        )}
      </div>
    </Dialog>
  )
}
