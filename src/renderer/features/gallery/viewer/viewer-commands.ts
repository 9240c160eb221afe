import * as messages from '../../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../../client/index.ts'
import type { Command } from '../../../lib/command.ts'
import type { GalleryStore } from '../create-gallery-store.ts'
import { changeView, type ViewerStore } from './create-viewer-store.ts'
import { stepZoom, toggleZoom } from './image-view.ts'
import { nextBackground } from './viewer-backgrounds.ts'

interface ViewerCommandOptions {
  readonly services: Services
  readonly store: GalleryStore
  readonly viewer: ViewerStore
  /** Whether the gallery is the current route. */
  readonly isShown: () => boolean
}

/** Commands for the image in the viewer. */
export function createViewerCommands({ services, store, viewer, isShown }: ViewerCommandOptions): readonly Command[] {
  const isEnabled = () => isShown() && store.getState().isViewing
  const define = (id: string, label: string, run: () => void | Promise<void>, canRepeat = false): Command => ({
    id: `gallery.${id}`,
    label,
    group: 'Gallery',
    isEnabled,
    canRepeat,
    run,
  })
  const settings = () => services.settings.store.getState().viewer
  return [
    define('leave-view', messages.backToGrid, async () => {
      if (viewer.getState().isBare) await setBare(services, viewer, false)
      else store.setState({ isViewing: false })
    }),
    define('zoom', messages.toggleZoom, () => {
      changeView(viewer, (view, area, size, middle) => toggleZoom(view, area, size, middle))
    }),
    define(
      'zoom-in',
      messages.zoomIn,
      () => changeView(viewer, (view, area, size) => stepZoom(view, area, size, 1)),
      true,
    ),
    define(
      'zoom-out',
      messages.zoomOut,
      () => changeView(viewer, (view, area, size) => stepZoom(view, area, size, -1)),
      true,
    ),
    define('full-screen', messages.fullScreen, () => setBare(services, viewer, !viewer.getState().isBare)),
    define('filmstrip', messages.toggleFilmstrip, () => {
      const { isFilmstripShown, ...others } = settings()
      services.settings.change({ viewer: { ...others, isFilmstripShown: !isFilmstripShown } })
    }),
    define('background', messages.nextBackground, () => {
      const { background, ...others } = settings()
      services.settings.change({ viewer: { ...others, background: nextBackground(background) } })
    }),
  ]
}

/** Enters or leaves bare mode together with full screen. */
export async function setBare({ client }: Services, viewer: ViewerStore, isBare: boolean): Promise<void> {
  viewer.setState({ isBare })
  await client.call('app.setFullScreen', { isOn: isBare })
}
