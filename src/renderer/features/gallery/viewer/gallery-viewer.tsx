import { Minimize } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useAsset, useServices, useSettings } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu } from '../../../ui/menus/menu.tsx'
import { selectOnly } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { useTileMenu } from '../grid/use-tile-menu.ts'
import { InfoPanel } from '../info/info-panel.tsx'
import { Filmstrip } from './filmstrip.tsx'
import './gallery-viewer.css'
import { ViewerBar } from './viewer-bar.tsx'
import { setBare } from './viewer-commands.ts'
import { ViewerCanvas } from './viewer-canvas.tsx'

interface GalleryViewerProps {
  readonly id: AssetId
  readonly order: IdList
}

/** A single image, as large as the window allows. */
export function GalleryViewer({ id, order }: GalleryViewerProps) {
  const { store, viewer } = useGallery()
  const asset = useAsset(id)
  const isInfoShown = useGalleryState((state) => state.isInfoShown)
  const isFilmstripShown = useSettings((settings) => settings.viewer.isFilmstripShown)
  const isBare = useStore(viewer, (state) => state.isBare)
  const index = order.indexOf(id)
  const previous = useAsset(index > 0 ? (order.at(index - 1) ?? null) : null)
  const next = useAsset(order.at(index + 1) ?? null)
  const neighbors = useMemo(
    () => [next, previous].filter((each) => each !== null && each !== undefined),
    [next, previous],
  )
  const menu = useTileMenu(id)
  useFreshView()
  return (
    <section className="viewer" aria-label={messages.viewer} data-part="over" data-bare={isBare}>
      {!isBare && <ViewerBar asset={asset ?? null} index={index} count={order.length} />}
      <div className="viewer-body">
        <Menu groups={menu}>
          <div className="viewer-middle">
            {asset && <ViewerCanvas asset={asset} neighbors={neighbors} />}
            {asset === null && <p className="viewer-gone">{messages.imageGone}</p>}
          </div>
        </Menu>
        {isInfoShown && !isBare && (
          <aside className="viewer-info" aria-label={messages.information}>
            <InfoPanel id={id} hasImage={false} />
          </aside>
        )}
      </div>
      {isFilmstripShown && !isBare && (
        <Filmstrip order={order} index={index} onChoose={(chosen) => selectOnly(store, chosen)} />
      )}
      {isBare && <BareCorner index={index} count={order.length} />}
    </section>
  )
}

/** Bare mode has no bars: the back button and position are in a corner. */
function BareCorner({ index, count }: { readonly index: number; readonly count: number }) {
  const services = useServices()
  const { viewer } = useGallery()
  return (
    <div className="viewer-corner">
      <span>
        {formatNumber(index + 1)} / {formatNumber(count)}
      </span>
      <IconButton
        label={messages.exitFullScreen}
        command="gallery.full-screen"
        tooltipSide="left"
        onClick={() =>
          void setBare(services, viewer, false).catch((error: unknown) =>
            services.intents.send({ type: 'report', error }),
          )
        }
      >
        <Minimize size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** Each visit starts fitted and restores the window state on leaving. */
function useFreshView(): void {
  const services = useServices()
  const { viewer } = useGallery()
  useEffect(() => {
    viewer.setState({ view: null })
    return () => {
      const { isBare } = viewer.getState()
      viewer.setState({ image: null, view: null })
      if (!isBare) return
      setBare(services, viewer, false).catch((error: unknown) => services.intents.send({ type: 'report', error }))
    }
  }, [services, viewer])
}
