import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import { selectActiveDocument, type Intent, type Services } from '../client/index.ts'
import { createCanvasCommands } from '../features/canvas/index.ts'
import {
  createGalleryActions,
  createGalleryCommands,
  createGalleryStore,
  selectOnly,
  showShelf,
  type GalleryModel,
} from '../features/gallery/index.ts'
import { createModelsStore, wantProvider, type ModelsStore } from '../features/models/index.ts'
import {
  createMakeActions,
  createPlanner,
  createStudioActions,
  createStudioCommands,
  createStudioStore,
  selectJob,
} from '../features/studio/index.ts'
import type { MakeActions, Planner, StudioActions, StudioStore } from '../features/studio/index.ts'
import { createToastStore, type ToastStore } from '../ui/create-toast-store.ts'
import { createAppCommands } from './commands/app-commands.ts'
import { createCommandRegistry, type CommandRegistry } from './commands/create-command-registry.ts'
import { createSessionPool, type SessionPool } from './create-session-pool.ts'
import { createShellStore, type Place, type ShellStore } from './create-shell-store.ts'
import { createImportActions, type ImportActions } from './import-actions.ts'

/** Everything the window is made of, wired together once, before the first frame. */
export interface AppModel {
  readonly services: Services
  readonly shell: ShellStore
  readonly toasts: ToastStore
  readonly registry: CommandRegistry
  readonly imports: ImportActions
  readonly pool: SessionPool
  readonly gallery: GalleryModel
  readonly models: ModelsStore
  readonly studio: {
    readonly store: StudioStore
    readonly actions: StudioActions
    readonly make: MakeActions
    readonly planner: Planner
  }
}

export function createAppModel(services: Services): AppModel {
  const toasts = createToastStore()
  const shell = createShellStore(services.settings.store.getState().place)
  const registry = createCommandRegistry((error) => services.intents.send({ do: 'report', error }))
  const pool = createSessionPool(services)
  const model: AppModel = {
    services,
    shell,
    toasts,
    registry,
    pool,
    imports: createImportActions(services, shell),
    gallery: createGalleryModel(services),
    models: createModelsStore(),
    studio: createStudioModel(services, pool),
  }
  services.intents.answer((intent) => answerIntent(model, intent))
  addCommands(model)
  forgetSelectionOnTabChange(model)
  saveBeforeClosing(model)
  return model
}

function createGalleryModel(services: Services): GalleryModel {
  const store = createGalleryStore()
  return { store, actions: createGalleryActions(services, store) }
}

function createStudioModel(services: Services, pool: SessionPool): AppModel['studio'] {
  const store = createStudioStore()
  const canvas = () => pool.store.getState().session
  const planner = createPlanner(services.client)
  return {
    store,
    planner,
    actions: createStudioActions({ services, store, canvas }),
    make: createMakeActions({ services, store, planner, canvas }),
  }
}

/** The order settles shared keys: the shell's before those of a place. */
function addCommands({ services, shell, registry, pool, gallery, studio, ...model }: AppModel): void {
  const isShown = (place: Place) => () => shell.getState().place === place
  const app = createAppCommands({ services, shell, imports: model.imports, gallery, studio })
  const inGallery = createGalleryCommands({ services, ...gallery, isShown: isShown('gallery') })
  const inStudio = createStudioCommands({ ...studio, isShown: isShown('studio') })
  registry.add(() => app)
  registry.add(() => inGallery)
  registry.add(() => inStudio)
  registry.add(() => {
    const { session } = pool.store.getState()
    return session === null ? [] : canvasCommandsOf(session, isShown('studio'))
  })
}

type Session = NonNullable<ReturnType<SessionPool['store']['getState']>['session']>

function canvasCommandsOf(session: Session, isShown: () => boolean) {
  return createCanvasCommands(session).map((command) => ({
    ...command,
    // Mod+2 is the gallery.
    keys: command.id === 'view.to-mask' ? ['Mod+Shift+0'] : command.keys,
    isEnabled: () => isShown() && (command.isEnabled?.() ?? true),
  }))
}

function forgetSelectionOnTabChange({ services, studio }: AppModel): void {
  const { documents, jobs, intents } = services
  let shown: DocumentId | null | undefined
  documents.store.subscribe((state) => {
    if (state.documents === null) return
    const id = selectActiveDocument(state)?.id ?? null
    if (id === shown) return
    shown = id
    selectJob(studio.store, null)
    studio.store.setState({ submitError: null })
    jobs.load(id).catch((error: unknown) => intents.send({ do: 'report', error }))
  })
}

export function goTo({ services, shell }: Pick<AppModel, 'services' | 'shell'>, place: Place): void {
  if (shell.getState().place === place) return
  shell.setState({ place })
  services.settings.change({ place })
}

async function openInStudio(model: AppModel, assetId: AssetId): Promise<void> {
  goTo(model, 'studio')
  try {
    await model.services.documents.open(assetId)
  } catch (error) {
    model.services.intents.send({ do: 'report', error })
  }
}

/** The window waits for this before it closes. */
function saveBeforeClosing({ services: { client }, pool }: AppModel): void {
  client.on('app.closing', () => {
    void pool.flush().then(() => client.call('app.readyToClose', {}))
  })
}

/** What was painted in the last moment is written before the picture goes. */
async function closePicture({ services, pool }: AppModel, id: DocumentId): Promise<void> {
  try {
    await pool.flush()
    await services.documents.close(id)
  } catch (error) {
    services.intents.send({ do: 'report', error })
  }
}

function answerIntent(model: AppModel, intent: Intent): void {
  const { services, shell, toasts, imports, gallery } = model
  switch (intent.do) {
    case 'open-in-studio':
      return void openInStudio(model, intent.assetId)
    case 'show-in-gallery':
      showShelf(gallery.store, 'library')
      selectOnly(gallery.store, intent.assetId)
      return goTo(model, 'gallery')
    case 'export':
      if (intent.ids.length > 0) shell.setState({ overlay: { is: 'export', ids: intent.ids } })
      return undefined
    case 'close-picture':
      return void closePicture(model, intent.documentId)
    case 'show-models':
      wantProvider(model.models, intent.provider)
      return goTo(model, 'models')
    case 'use-model':
      model.studio.make.useModel(intent.ref)
      return goTo(model, 'studio')
    case 'add-references':
      model.studio.make.addReferences(intent.ids)
      return goTo(model, 'studio')
    case 'choose-and-open':
      return void imports.choose(shell.getState().place === 'studio' ? 'open' : 'stay')
    case 'notify': {
      const { level, text, action } = intent.notice
      const run = async () => {
        try {
          await action?.run()
        } catch (error) {
          services.intents.send({ do: 'report', error })
        }
      }
      return toasts.show({
        level,
        text,
        action: action === undefined ? null : { label: action.label, run: () => void run() },
      })
    }
    case 'report': {
      const { title, text } = services.describeError(intent.error)
      return toasts.show({ level: 'error', text: `${title}. ${text}`, action: null })
    }
  }
}
