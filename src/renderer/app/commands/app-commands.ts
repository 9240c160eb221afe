import * as messages from '../../../shared/messages/en/commands.ts'
import { exportSelectedImages } from '../../../shared/messages/en/gallery-commands.ts'
import { referencesEllipsis } from '../../../shared/messages/en/commands.ts'
import { selectActiveDocument } from '../../client/index.ts'
import type { GalleryModel } from '../../features/gallery/index.ts'
import type { QueueViewStore } from '../../features/queue/index.ts'
import type { GenerateActions, StudioActions } from '../../features/studio/index.ts'
import type { Command } from '../../lib/command.ts'
import { uiScales } from '../../lib/ui-scales.ts'
import { type Route, type ShellParts, goTo } from '../create-shell-store.ts'
import type { ImportActions } from '../imports/import-actions.ts'

interface AppCommandOptions extends ShellParts {
  readonly imports: ImportActions
  readonly gallery: GalleryModel
  readonly studio: { readonly actions: StudioActions; readonly form: Pick<GenerateActions, 'newImage'> }
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
    ...referenceCommands(options),
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

function referenceCommands({ services }: AppCommandOptions): readonly Command[] {
  return [
    {
      id: 'prompt.references',
      label: referencesEllipsis,
      group: 'Prompt',
      isForTyping: true,
      run: () => services.intents.send({ type: 'edit-references', at: { type: 'list' } }),
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
        options.studio.form.newImage()
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
    {
      id: 'file.open-sample',
      label: messages.openSampleProject,
      group: 'File',
      run: () => services.intents.send({ type: 'open-sample-project' }),
    },
    { id: 'file.paste', label: messages.paste, group: 'File', ownEvent: 'paste', run: () => imports.paste([]) },
    {
      id: 'file.export',
      label: messages.exportLabel,
      group: 'File',
      isEnabled: () => exportableIds(options).length > 0,
      run: () => services.intents.send({ type: 'export', ids: exportableIds(options) }),
    },
    {
      id: 'gallery.export',
      label: exportSelectedImages,
      group: 'Gallery',
      isEnabled: () => options.shell.getState().route === 'gallery' && exportableIds(options).length > 0,
      run: () => services.intents.send({ type: 'export', ids: exportableIds(options) }),
    },
    {
      id: 'file.close',
      label: messages.closeDocument,
      group: 'File',
      isEnabled: () => options.shell.getState().route === 'studio' && active() !== null,
      run: () => {
        const document = active()
        if (document !== null) services.intents.send({ type: 'close-image', documentId: document.id })
      },
    },
  ]
}

/** In the gallery the selection, in the Studio the selected result or else the image itself. */
function exportableIds({ services, shell, gallery, studio }: AppCommandOptions) {
  if (shell.getState().route === 'gallery') {
    return gallery.store.getState().section === 'trash' ? [] : gallery.actions.chosen()
  }
  const document = selectActiveDocument(services.documents.store.getState())
  const id = studio.actions.selectedCard()?.resultId ?? document?.baseId
  return id === undefined ? [] : [id]
}

function placeCommands({ services, shell }: AppCommandOptions): readonly Command[] {
  const go = (route: Route, label: string): Command => ({
    id: `view.${route}`,
    label,
    group: 'View',
    // On the route itself the key is free for other uses: Mod+1 is 100 % in the Studio.
    isEnabled: () => shell.getState().route !== route,
    isForTyping: true,
    run: () => goTo({ shell, services }, route),
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

/** For keyboard users: Tab moves through controls one by one. */
function partCommands({ shell }: AppCommandOptions): readonly Command[] {
  const common = { group: 'View', isForTyping: true } as const
  return [
    { ...common, id: 'view.next-part', label: messages.nextPanel, run: () => goToPart(1) },
    { ...common, id: 'view.previous-part', label: messages.previousPanel, run: () => goToPart(-1) },
    {
      id: 'view.picture',
      label: messages.goToImage,
      group: 'View',
      isEnabled: () => shell.getState().route === 'studio',
      run: focusImage,
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

/** In the palette too, so that a scale too large for the screen can be undone. */
function scaleCommands({ services }: AppCommandOptions): readonly Command[] {
  const common = { group: 'View', isForTyping: true } as const
  const scale = () => services.settings.store.getState().uiScale
  const change = (uiScale: number | undefined) => {
    if (uiScale !== undefined) services.settings.change({ uiScale })
  }
  return [
    {
      ...common,
      id: 'view.scale-up',
      label: messages.increaseInterfaceScale,
      isEnabled: () => scale() < Math.max(...uiScales),
      run: () => change(uiScales.find((each) => each > scale())),
    },
    {
      ...common,
      id: 'view.scale-down',
      label: messages.decreaseInterfaceScale,
      isEnabled: () => scale() > Math.min(...uiScales),
      run: () => change(uiScales.findLast((each) => each < scale())),
    },
    {
      ...common,
      id: 'view.scale-reset',
      label: messages.resetInterfaceScale,
      isEnabled: () => scale() !== 1,
      run: () => change(1),
    },
  ]
}

const helpPages = [
  { id: 'help.open', label: messages.help, at: null },
  { id: 'help.whats-new', label: messages.whatsNew, at: 'whats-new' },
  { id: 'help.diagnostics', label: messages.diagnostics, at: 'diagnostics' },
  { id: 'help.licenses', label: messages.licenses, at: 'licenses' },
]

function helpCommands({ services, shell }: AppCommandOptions): readonly Command[] {
  return [
    {
      id: 'view.palette',
      label: messages.allCommands,
      group: 'View',
      isForTyping: true,
      run: () => shell.setState({ overlay: { type: 'palette' } }),
    },
    ...helpPages.map(({ id, label, at }) => ({
      id,
      label,
      group: 'Help' as const,
      isForTyping: true,
      run: () => shell.setState({ overlay: { type: 'help', at } }),
    })),
    {
      id: 'help.tour',
      label: messages.takeTour,
      group: 'Help',
      isForTyping: true,
      run: () => services.intents.send({ type: 'take-tour' }),
    },
    {
      id: 'help.shortcuts',
      label: messages.keyboardShortcuts,
      group: 'Help',
      run: () => shell.setState({ overlay: { type: 'shortcuts' } }),
    },
    {
      id: 'help.reveal-home',
      label: messages.showAtelierFolder,
      group: 'Help',
      run: () => services.client.call('app.revealHome', {}),
    },
  ]
}

/** Tab stops, before excluding hidden and disabled ones. */
const tabbable = 'a[href], button, input, select, textarea, summary, [tabindex]'

/**
 * Moves the focus to the next or previous part of the window (`data-part`), in page order and wrapping around. A part
 * that is not focusable passes it to its first control; one without any is skipped.
 */
function goToPart(direction: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')].filter(
    (part) => part.checkVisibility() && part.closest('[inert]') === null,
  )
  // The innermost: the lineage is a part over the Gallery and has one of its own.
  const current = parts.findLastIndex((part) => part.contains(document.activeElement))
  const from = current < 0 && direction < 0 ? 0 : current
  for (let step = 1; step <= parts.length; step++) {
    const part = parts[(from + direction * step + 2 * parts.length) % parts.length]
    if (part !== undefined && giveFocus(part)) return
  }
}

/** Moves the focus to the image, where the tool handles Enter and the arrow keys. */
function focusImage(): void {
  document.querySelector<HTMLElement>('[data-part="image"]')?.focus({ focusVisible: true })
}

function giveFocus(part: HTMLElement): boolean {
  const controls = [...part.querySelectorAll<HTMLElement>(tabbable)].filter(isReachable)
  const target = part.tabIndex >= 0 ? part : (controls.find(isChosen) ?? controls.find(isMain) ?? controls[0])
  target?.focus({ focusVisible: true })
  return target !== undefined
}

function isReachable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility()
}

/** What a part is for, where a smaller control comes before it. */
function isMain(element: HTMLElement): boolean {
  return element.matches('[data-focus-first] :checked')
}

function isChosen(element: HTMLElement): boolean {
  return element.getAttribute('aria-current') === 'page' || element.getAttribute('aria-selected') === 'true'
}
