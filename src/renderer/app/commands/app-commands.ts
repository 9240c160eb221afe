import * as messages from '../../../shared/messages/en/commands.ts'
import { exportSelectedImages } from '../../../shared/messages/en/gallery-commands.ts'
import { selectActiveDocument, type Services } from '../../client/index.ts'
import type { GalleryModel } from '../../features/gallery/index.ts'
import type { QueueViewStore } from '../../features/queue/index.ts'
import type { MakeActions, StudioActions } from '../../features/studio/index.ts'
import type { Command } from '../../lib/command.ts'
import { uiScales } from '../../lib/ui-scales.ts'
import type { Route, ShellStore } from '../create-shell-store.ts'
import { goTo } from '../go-to.ts'
import { goToPart, goToPicture } from './go-to-part.ts'
import type { ImportActions } from '../import-actions.ts'

interface AppCommandOptions {
  readonly services: Services
  readonly shell: ShellStore
  readonly imports: ImportActions
  readonly gallery: GalleryModel
  readonly studio: { readonly actions: StudioActions; readonly make: Pick<MakeActions, 'newImage'> }
  readonly queue: QueueViewStore
}

export function createAppCommands(options: AppCommandOptions): readonly Command[] {
  return [
    ...fileCommands(options),
    ...placeCommands(options),
    ...partCommands(options),
    ...themeCommands(options),
    ...scaleCommands(options),
    ...queueCommands(options),
    ...helpCommands(options),
  ]
}

function queueCommands({ services, queue }: AppCommandOptions): readonly Command[] {
  return [
    {
      id: 'view.queue',
      label: messages.toggleQueue,
      group: 'View',
      isForTyping: true,
      run: () => queue.setState(({ isOpen }) => ({ isOpen: !isOpen })),
    },
    {
      id: 'queue.pause',
      label: messages.pauseOrResumeQueue,
      group: 'View',
      run: () => {
        const { isPaused } = services.queue.store.getState()
        return services.client.call(isPaused ? 'queue.resume' : 'queue.pause', { lane: null })
      },
    },
  ]
}

function fileCommands(options: AppCommandOptions): readonly Command[] {
  const { services, imports } = options
  const active = () => selectActiveDocument(services.documents.store.getState())
  return [
    {
      id: 'file.new',
      label: messages.newImage,
      group: 'File',
      run: () => {
        goTo(options, 'studio')
        options.studio.make.newImage()
      },
    },
    { id: 'file.open', label: messages.open, group: 'File', run: () => imports.choose('open') },
    {
      id: 'file.import',
      label: messages.importImages,
      group: 'File',
      run: () => imports.choose('stay'),
    },
    {
      id: 'file.import-folder',
      label: messages.importFolder,
      group: 'File',
      run: () => imports.chooseFolder(),
    },
    { id: 'file.paste', label: messages.paste, group: 'File', ownEvent: 'paste', run: () => imports.paste([]) },
    {
      id: 'file.export',
      label: messages.exportLabel,
      group: 'File',
      isEnabled: () => exportableIds(options).length > 0,
      run: () => services.intents.send({ do: 'export', ids: exportableIds(options) }),
    },
    {
      id: 'gallery.export',
      label: exportSelectedImages,
      group: 'Gallery',
      isEnabled: () => options.shell.getState().place === 'gallery' && exportableIds(options).length > 0,
      run: () => services.intents.send({ do: 'export', ids: exportableIds(options) }),
    },
    {
      id: 'file.close',
      label: messages.closeDocument,
      group: 'File',
      isEnabled: () => options.shell.getState().place === 'studio' && active() !== null,
      run: () => {
        const document = active()
        if (document !== null) services.intents.send({ do: 'close-picture', documentId: document.id })
      },
    },
  ]
}

/** In the gallery what is chosen, in the Studio the selected result or else the picture itself. */
function exportableIds({ services, shell, gallery, studio }: AppCommandOptions) {
  if (shell.getState().place === 'gallery') {
    return gallery.store.getState().shelf === 'trash' ? [] : gallery.actions.chosen()
  }
  const document = selectActiveDocument(services.documents.store.getState())
  const id = studio.actions.selectedCard()?.resultId ?? document?.baseId
  return id === undefined ? [] : [id]
}

function placeCommands({ services, shell }: AppCommandOptions): readonly Command[] {
  const go = (place: Route, label: string): Command => ({
    id: `view.${place}`,
    label,
    group: 'View',
    // Where it is already shown the key is free for the place: Mod+1 is 100 % in the Studio.
    isEnabled: () => shell.getState().place !== place,
    isForTyping: true,
    run: () => goTo({ shell, services }, place),
  })
  return [
    go('studio', messages.goToStudio),
    go('gallery', messages.goToGallery),
    go('compare', messages.openCompare),
    go('models', messages.goToModels),
    go('settings', messages.goToSettings),
    {
      id: 'view.toggle-panels',
      label: messages.togglePanels,
      group: 'View',
      run: () => {
        services.settings.change({ arePanelsHidden: !services.settings.store.getState().arePanelsHidden })
      },
    },
  ]
}

/** For those who go by keys alone: Tab goes through controls one by one. */
function partCommands({ shell }: AppCommandOptions): readonly Command[] {
  const common = { group: 'View', isForTyping: true } as const
  return [
    { ...common, id: 'view.next-part', label: messages.nextPanel, run: () => goToPart(1) },
    { ...common, id: 'view.previous-part', label: messages.previousPanel, run: () => goToPart(-1) },
    {
      id: 'view.picture',
      label: messages.goToImage,
      group: 'View',
      isEnabled: () => shell.getState().place === 'studio',
      run: goToPicture,
    },
  ]
}

function themeCommands({ services }: AppCommandOptions): readonly Command[] {
  const themes = [
    ['dark', messages.darkTheme],
    ['light', messages.lightTheme],
    ['system', messages.systemTheme],
  ] as const
  return themes.map(([theme, label]) => ({
    id: `view.theme-${theme}`,
    label,
    group: 'View',
    isEnabled: () => services.settings.store.getState().theme !== theme,
    run: () => services.settings.change({ theme }),
  }))
}

/** Also in the palette: a scale that fits no screen can be left again. */
function scaleCommands({ services }: AppCommandOptions): readonly Command[] {
  const common = { group: 'View', isForTyping: true } as const
  const now = () => services.settings.store.getState().uiScale
  const change = (uiScale: number | undefined) => {
    if (uiScale !== undefined) services.settings.change({ uiScale })
  }
  return [
    {
      ...common,
      id: 'view.scale-up',
      label: messages.increaseInterfaceScale,
      isEnabled: () => now() < Math.max(...uiScales),
      run: () => change(uiScales.find((each) => each > now())),
    },
    {
      ...common,
      id: 'view.scale-down',
      label: messages.decreaseInterfaceScale,
      isEnabled: () => now() > Math.min(...uiScales),
      run: () => change(uiScales.findLast((each) => each < now())),
    },
    {
      ...common,
      id: 'view.scale-reset',
      label: messages.resetInterfaceScale,
      isEnabled: () => now() !== 1,
      run: () => change(1),
    },
  ]
}

function helpCommands({ services, shell }: AppCommandOptions): readonly Command[] {
  return [
    {
      id: 'view.palette',
      label: messages.allCommands,
      group: 'View',
      isForTyping: true,
      run: () => shell.setState({ overlay: { is: 'palette' } }),
    },
    {
      id: 'help.shortcuts',
      label: messages.keyboardShortcuts,
      group: 'Help',
      run: () => shell.setState({ overlay: { is: 'shortcuts' } }),
    },
    {
      id: 'help.reveal-home',
      label: messages.showAtelierFolder,
      group: 'Help',
      run: () => services.client.call('app.revealHome', {}),
    },
  ]
}
