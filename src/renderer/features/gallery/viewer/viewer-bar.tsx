import { formatPlain, withPercent } from '../../../../shared/messages/formats.ts'
import {
  ArrowLeft,
  ChevronLeft,
  ChevronRight,
  Contrast,
  GitFork,
  GalleryHorizontalEnd,
  Info,
  Maximize,
  MoreHorizontal,
  Upload,
} from 'lucide-react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Settings } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { formatNumber, formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { MenuButton } from '../../../ui/menus/menu-button.tsx'
import { moveCursor } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { useTileMenu } from '../grid/use-tile-menu.ts'
import { useOrigin } from '../info/use-origin.ts'
import { changeView } from './create-viewer-store.ts'
import { placeInView, toggleZoom } from './image-view.ts'
import { setBare } from './viewer-commands.ts'
import { nextBackground } from './viewer-backgrounds.ts'

interface ViewerBarProps {
  readonly asset: Asset | null
  readonly index: number
  readonly count: number
}

/** The image's name, its position, and actions for it. */
export function ViewerBar({ asset, index, count }: ViewerBarProps) {
  const originOf = useOrigin()
  const { store, actions } = useGallery()
  const walk = (move: 'left' | 'right') => moveCursor(store, move, actions.order(), false)
  return (
    <header className="viewer-bar">
      <IconButton
        label={messages.backToGrid}
        command="gallery.leave-view"
        onClick={() => store.setState({ isViewing: false })}
      >
        <ArrowLeft size={16} aria-hidden="true" />
      </IconButton>
      <h2>{asset?.name}</h2>
      {asset && (
        <p className="viewer-origin">
          {originOf(asset)} · {formatSize(asset)}
        </p>
      )}
      <span className="viewer-position">
        {formatNumber(index + 1)} / {formatNumber(count)}
      </span>
      <IconButton
        label={messages.previousImage}
        command="gallery.move-left"
        disabled={index <= 0}
        onClick={() => walk('left')}
      >
        <ChevronLeft size={17} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.nextImage}
        command="gallery.move-right"
        disabled={index >= count - 1}
        onClick={() => walk('right')}
      >
        <ChevronRight size={17} aria-hidden="true" />
      </IconButton>
      <ZoomButton />
      <LookButtons />
      {asset && <ImageButtons asset={asset} />}
    </header>
  )
}

function ZoomButton() {
  const { viewer } = useGallery()
  const percent = useStore(viewer, ({ view, area, image }) =>
    area === null || image === null ? 100 : placeInView(view, area, image.size).zoom * 100,
  )
  const shown = percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)
  const toggle = () => changeView(viewer, (view, area, size, middle) => toggleZoom(view, area, size, middle))
  return (
    <Button size="small" className="viewer-zoom" onClick={toggle}>
      <span>
        <span className="visually-hidden">{messages.zoomFitOr100} </span>
        {withPercent(formatPlain(shown))}
      </span>
      <Kbd command="gallery.zoom" />
    </Button>
  )
}

const backgroundMessages: Readonly<Record<Settings['viewer']['background'], string>> = {
  theme: messages.backgroundTheme,
  black: messages.backgroundBlack,
  grey: messages.backgroundGray,
  white: messages.backgroundWhite,
}

function LookButtons() {
  const services = useServices()
  const { settings, intents } = services
  const { viewer } = useGallery()
  const viewerSettings = useSettings((each) => each.viewer)
  return (
    <>
      <IconButton
        label={backgroundMessages[viewerSettings.background]}
        command="gallery.background"
        onClick={() =>
          settings.change({ viewer: { ...viewerSettings, background: nextBackground(viewerSettings.background) } })
        }
      >
        <Contrast size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.filmstrip}
        command="gallery.filmstrip"
        isPressed={viewerSettings.isFilmstripShown}
        onClick={() =>
          settings.change({ viewer: { ...viewerSettings, isFilmstripShown: !viewerSettings.isFilmstripShown } })
        }
      >
        <GalleryHorizontalEnd size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.fullScreen}
        command="gallery.full-screen"
        onClick={() =>
          void setBare(services, viewer, true).catch((error: unknown) => intents.send({ type: 'report', error }))
        }
      >
        <Maximize size={16} aria-hidden="true" />
      </IconButton>
    </>
  )
}

function ImageButtons({ asset }: { readonly asset: Asset }) {
  const { intents } = useServices()
  const { store, family } = useGallery()
  const isInfoShown = useGalleryState((state) => state.isInfoShown)
  const menu = useTileMenu(asset.id)
  return (
    <>
      {asset.trashedAtMs === null && (
        <IconButton
          label={messages.exportAction}
          command="gallery.export"
          onClick={() => intents.send({ type: 'export', ids: [asset.id] })}
        >
          <Upload size={16} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={messages.showLineage} command="gallery.family" onClick={() => family.show(asset.id)}>
        <GitFork size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.information}
        command="gallery.info"
        isPressed={isInfoShown}
        onClick={() => store.setState({ isInfoShown: !isInfoShown })}
      >
        <Info size={16} aria-hidden="true" />
      </IconButton>
      <MenuButton label={messages.moreActions} groups={menu}>
        <MoreHorizontal size={16} aria-hidden="true" />
      </MenuButton>
    </>
  )
}
