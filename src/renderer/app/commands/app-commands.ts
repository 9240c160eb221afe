import { selectActiveDocument, type Services } from '../../client/index.ts'
import type { GalleryModel } from '../../features/gallery/index.ts'
import type { StudioActions } from '../../features/studio/index.ts'
import type { Command } from '../../lib/command.ts'
import type { Place, ShellStore } from '../create-shell-store.ts'
import type { ImportActions } from '../import-actions.ts'

interface AppCommandOptions {
  readonly services: Services
  readonly shell: ShellStore
  readonly imports: ImportActions
  readonly gallery: GalleryModel
  readonly studio: { readonly actions: StudioActions }
}

export function createAppCommands(options: AppCommandOptions): readonly Command[] {
  return [...fileCommands(options), ...placeCommands(options), ...themeCommands(options), ...helpCommands(options)]
}

function fileCommands(options: AppCommandOptions): readonly Command[] {
  const { services, imports } = options
  const active = () => selectActiveDocument(services.documents.store.getState())
  return [
    { id: 'file.open', label: 'Open a picture…', group: 'File', keys: ['Mod+O'], run: () => imports.choose('open') },
    {
      id: 'file.import',
      label: 'Import pictures…',
      group: 'File',
      keys: ['Mod+Shift+I'],
      run: () => imports.choose('stay'),
    },
    { id: 'file.paste', label: 'Paste a picture', group: 'File', keys: ['Mod+V'], run: () => imports.clipboard() },
    {
      id: 'file.export',
      label: 'Export…',
      group: 'File',
      keys: ['Mod+Shift+E'],
      isEnabled: () => exportableIds(options).length > 0,
      run: () => services.intents.send({ do: 'export', ids: exportableIds(options) }),
    },
    {
      // In the Studio E is the eraser.
      id: 'gallery.export',
      label: 'Export the chosen pictures…',
      group: 'Gallery',
      keys: ['E'],
      isEnabled: () => options.shell.getState().place === 'gallery' && exportableIds(options).length > 0,
      run: () => services.intents.send({ do: 'export', ids: exportableIds(options) }),
    },
    {
      id: 'file.close',
      label: 'Close the picture',
      group: 'File',
      keys: ['Mod+W'],
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
  const go = (place: Place, label: string, key: string): Command => ({
    id: `view.${place}`,
    label,
    group: 'View',
    keys: [key],
    // Where it is already shown the key is free for the place: Mod+1 is 100 % in the Studio.
    isEnabled: () => shell.getState().place !== place,
    run: () => {
      shell.setState({ place })
      services.settings.change({ place })
    },
  })
  return [
    go('studio', 'Go to the Studio', 'Mod+1'),
    go('gallery', 'Go to the Gallery', 'Mod+2'),
    go('models', 'Go to the Models', 'Mod+3'),
    {
      id: 'view.toggle-panels',
      label: 'Show or hide the panels',
      group: 'View',
      keys: ['Tab'],
      run: () => {
        services.settings.change({ arePanelsHidden: !services.settings.store.getState().arePanelsHidden })
      },
    },
  ]
}

function themeCommands({ services }: AppCommandOptions): readonly Command[] {
  const themes = [
    ['dark', 'Dark theme'],
    ['light', 'Light theme'],
    ['system', 'Theme as the system has it'],
  ] as const
  return themes.map(([theme, label]) => ({
    id: `view.theme-${theme}`,
    label,
    group: 'View',
    keys: [],
    isEnabled: () => services.settings.store.getState().theme !== theme,
    run: () => services.settings.change({ theme }),
  }))
}

function helpCommands({ services, shell }: AppCommandOptions): readonly Command[] {
  return [
    {
      id: 'view.palette',
      label: 'All commands…',
      group: 'View',
      keys: ['Mod+K'],
      run: () => shell.setState({ overlay: { is: 'palette' } }),
    },
    {
      id: 'help.shortcuts',
      label: 'Keyboard shortcuts',
      group: 'Help',
      keys: ['?'],
      run: () => shell.setState({ overlay: { is: 'shortcuts' } }),
    },
    {
      id: 'help.reveal-home',
      label: 'Show Atelier’s folder',
      group: 'Help',
      keys: [],
      run: () => services.client.call('app.revealHome', {}),
    },
  ]
}
