import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { type Intent, type Notice, type Services } from '../client/index.ts'
import type { CanvasFileActions } from '../editor/session/actions/canvas-file-actions.ts'
import type { CanvasSession } from '../editor/session/canvas-session.ts'
import { createCanvasCommands } from '../editor/session/commands/create-canvas-commands.ts'
import { createCompareCommands, createCompareModel, type CompareModel } from '../features/compare/index.ts'
import { createGalleryCommands, createGalleryModel, type GalleryModel } from '../features/gallery/index.ts'
import { createModelsStore, wantProvider, type ModelsStore } from '../features/models/index.ts'
import { createQueueView, type QueueViewStore } from '../features/queue/index.ts'
import { createSettingsView, type SettingsView } from '../features/settings/index.ts'
import {
  createBlender,
  createEditActions,
  createLocalFill,
  createGenerateActions,
  createPlanner,
  createSpendGate,
  createStudioActions,
  createStudioCommands,
  createStudioStore,
  forgetSelection,
  type StudioModel,
} from '../features/studio/index.ts'
import { createToastStore, type ToastStore } from '../ui/create-toast-store.ts'
import { createAppCommands } from './commands/app-commands.ts'
import { createImageCommands } from './commands/image-commands.ts'
import { createCommandRegistry, type CommandRegistry } from './commands/create-command-registry.ts'
import { createCanvasFileActions } from './create-canvas-file-actions.ts'
import { followDocument } from './follow/follow-document.ts'
import { createSessionPool, type SessionPool } from './create-session-pool.ts'
import { createShellStore, noteSharp, type Route, type ShellParts, goTo } from './create-shell-store.ts'
import { createCanvasInput } from './create-canvas-input.ts'
import { createImportActions, type ImportActions } from './imports/import-actions.ts'
import { reportError } from './report-error.ts'

/** All parts of the window, wired together once before the first frame. */
export interface AppModel extends ShellParts {
  readonly toasts: ToastStore
  readonly registry: CommandRegistry
  readonly imports: ImportActions
  readonly pool: SessionPool
  readonly gallery: GalleryModel
  readonly compare: CompareModel
  readonly models: ModelsStore
  readonly settings: SettingsView
  readonly queue: QueueViewStore
  readonly studio: StudioModel
}

export function createAppModel(services: Services): AppModel {
  const toasts = createToastStore()
  const shell = createShellStore(services.settings.store.getState().place)
  const registry = createCommandRegistry((error) => services.intents.send({ type: 'report', error }))
  const pool = createSessionPool(services)
  const model: AppModel = {
    services,
    shell,
    toasts,
    registry,
    pool,
    imports: createImportActions(services, shell),
    gallery: createGalleryModel(services),
    compare: createCompareModel({ services, goTo: (route) => goTo({ services, shell }, route) }),
    models: createModelsStore(),
    settings: createSettingsView(),
    queue: createQueueView(),
    studio: createStudioModel({ services, shell, registry, pool }),
  }
  services.intents.answer((intent) => answerIntent(model, intent))
  addCommands(model)
  forgetSelectionOnTabChange(model)
  saveBeforeClosing(model)
  return model
}

function createStudioModel({
  services,
  shell,
  registry,
  pool,
}: Pick<AppModel, 'services' | 'shell' | 'registry' | 'pool'>): StudioModel {
  const store = createStudioStore()
  const canvas = () => pool.store.getState().session
  const planner = createPlanner(services.client)
  const gate = createSpendGate(services.client, store)
  const localFill = createLocalFill({ services, store, canvas })
  return {
    store,
    planner,
    actions: createStudioActions({ services, store, canvas, localFill, gate }),
    edits: createEditActions({ services, store, canvas }),
    blender: createBlender(services.client),
    form: createGenerateActions({ services, store, planner, gate, canvas, runHere: localFill.run }),
    fileActions: createCanvasFileActions(services, canvas),
    input: createCanvasInput(services),
    commands: registry,
    onImageSharp: (id) => shell.setState((state) => noteSharp(state, id)),
    onImageFailure: () => {
      shell.setState({ incoming: null })
      services.intents.send({ type: 'notify', notice: { level: 'error', text: messages.imageUnreadable } })
    },
  }
}

/** The order resolves shared keys: the shell's come before a route's. */
function addCommands({ services, shell, registry, pool, gallery, compare, studio, ...model }: AppModel): void {
  const isShown = (route: Route) => () => shell.getState().route === route
  const app = createAppCommands({
    services,
    shell,
    imports: model.imports,
    gallery,
    studio,
    queue: model.queue,
  })
  const inGallery = createGalleryCommands({ services, ...gallery, isShown: isShown('gallery') })
  const inCompare = createCompareCommands({ ...compare, isShown: isShown('compare') })
  const inStudio = createStudioCommands({ services, ...studio, isShown: isShown('studio') })
  const ofImages = createImageCommands({ services, shell, gallery, compare, studio })
  registry.add(() => app)
  registry.add(() => ofImages)
  registry.add(() => inGallery)
  registry.add(() => inCompare)
  registry.add(() => inStudio)
  registry.add(() => {
    const { session } = pool.store.getState()
    return session === null ? [] : canvasCommandsOf(session, studio.fileActions, isShown('studio'))
  })
}

function canvasCommandsOf(session: CanvasSession, fileActions: CanvasFileActions, isShown: () => boolean) {
  return createCanvasCommands(session, fileActions).map((command) => ({
    ...command,
    isEnabled: () => isShown() && (command.isEnabled?.() ?? true),
  }))
}

function forgetSelectionOnTabChange({ services, studio }: AppModel): void {
  const { documents, jobs, intents } = services
  followDocument(documents.store, (id) => {
    forgetSelection(studio.store)
    jobs.load(id).catch((error: unknown) => intents.send({ type: 'report', error }))
  })
}

async function openInStudio(
  model: AppModel,
  { assetId, with: all }: Intent & { type: 'open-in-studio' },
): Promise<void> {
  goTo(model, 'studio')
  try {
    if (all !== undefined) await model.services.client.call('canvas.openAll', { assetIds: [...all] })
    await model.studio.actions.openAsset(assetId)
  } catch (error) {
    model.shell.setState({ incoming: null })
    model.services.intents.send({ type: 'report', error })
  }
}

function showOnTable(model: AppModel, ids: readonly AssetId[]): void {
  const { route } = model.shell.getState()
  model.compare.actions.layOut(ids, route === 'gallery' ? 'gallery' : 'studio')
  goTo(model, 'compare')
}

async function retry({ services, studio }: AppModel, jobs: readonly JobSnapshot[]): Promise<void> {
  try {
    await studio.actions.retry(jobs)
  } catch (error) {
    services.intents.send({ type: 'report', error })
  }
}

/** The window waits for this before it closes. */
function saveBeforeClosing({ services: { client }, pool }: AppModel): void {
  client.on('app.closing', () => {
    void pool.flush().then(() => client.call('app.readyToClose', {}))
  })
}

/** Saves the latest strokes before the image is closed. */
async function closeImage({ services, pool }: AppModel, id: DocumentId): Promise<void> {
  try {
    await pool.flush()
    await services.documents.close(id)
  } catch (error) {
    services.intents.send({ type: 'report', error })
  }
}

async function recall(model: AppModel, { assetId, part }: Intent & { type: 'recall' }): Promise<void> {
  goTo(model, 'studio')
  try {
    await model.studio.form.recall(assetId, part)
  } catch (error) {
    model.services.intents.send({ type: 'report', error })
  }
}

async function repeatStep(model: AppModel, { assetId }: Intent & { type: 'repeat-step' }): Promise<void> {
  goTo(model, 'studio')
  try {
    const loaded = await import('./repeat-step.ts')
    await loaded.repeatStep(model, assetId)
  } catch (error) {
    model.services.intents.send({ type: 'report', error })
  }
}

function showNotice({ services, toasts, shell }: AppModel, { level, text, topic, action }: Notice): void {
  const run = async () => {
    try {
      await action?.run()
    } catch (error) {
      services.intents.send({ type: 'report', error })
    }
  }
  toasts.show({
    level,
    text,
    route: shell.getState().route,
    topic,
    action: action === undefined ? null : { label: action.label, run: () => void run() },
  })
}

function showInGallery(model: AppModel, id: AssetId): void {
  model.gallery.actions.show(id).catch((error: unknown) => model.services.intents.send({ type: 'report', error }))
  goTo(model, 'gallery')
}

function findInGallery(model: AppModel, query: string): void {
  model.gallery.actions.setSection('library')
  model.gallery.actions.setQuery(query)
  goTo(model, 'gallery')
}

const lateIntents = [
  'describe',
  'remove-backgrounds',
  'replace-backgrounds',
  'continue-in-words',
  'show-help',
  'edit-references',
  'take-tour',
  'open-sample-project',
] as const
type LateIntent = Extract<Intent, { type: (typeof lateIntents)[number] }>

const isLate = (intent: Intent): intent is LateIntent => (lateIntents as readonly string[]).includes(intent.type)

function answerLate(model: AppModel, intent: LateIntent): void {
  const { services, shell } = model
  // Loaded on their first use: the start has no use for them.
  if (intent.type === 'describe') {
    void import('./vision/describe-images.ts').then((loaded) => loaded.describeImages(services, intent.ids))
  } else if (intent.type === 'continue-in-words') {
    void import('./continue-in-words.ts').then((loaded) => loaded.continueInWords(model, intent))
  } else if (intent.type === 'replace-backgrounds') {
    shell.setState({ overlay: { type: 'background', ids: intent.ids } })
  } else if (intent.type === 'edit-references') shell.setState({ overlay: { type: 'references', at: intent.at } })
  else if (intent.type === 'take-tour') model.studio.store.setState({ isTouring: true })
  else if (intent.type === 'open-sample-project') {
    void import('./open-sample-project.ts').then((loaded) => loaded.openSampleProject(model))
  } else if (intent.type === 'show-help') shell.setState({ overlay: { type: 'help', at: intent.at } })
  else void import('./vision/remove-backgrounds.ts').then((loaded) => loaded.removeBackgrounds(services, intent))
}

function showDialog({ shell }: AppModel, intent: Intent & { type: 'export' | 'run-plan' | 'make-grid' }): void {
  if (intent.type === 'make-grid') shell.setState({ overlay: { ...intent, type: 'grid' } })
  else if (intent.ids.length > 0) shell.setState({ overlay: intent })
}

function answerIntent(model: AppModel, intent: Intent): void {
  const { shell, imports } = model
  if (isLate(intent)) return answerLate(model, intent)
  switch (intent.type) {
    case 'open-in-studio':
      return void openInStudio(model, intent)
    case 'show-in-gallery':
      return showInGallery(model, intent.assetId)
    case 'compare':
      return showOnTable(model, intent.ids)
    case 'export':
    case 'run-plan':
    case 'make-grid':
      return showDialog(model, intent)
    case 'upscale':
      return void import('./vision/upscale-images.ts').then((loaded) => loaded.upscaleImages(model, intent))
    case 'show-queue':
      return model.queue.setState({ isOpen: true })
    // Loaded on its first use: the start has no use for it.
    case 'take-part':
    case 'save-document':
    case 'show-job':
    case 'restart-to-update':
    case 'get-model':
      return void import('./rare-intents.ts').then((loaded) => loaded.answerRareIntent(model, intent))
    case 'close-image':
      return void closeImage(model, intent.documentId)
    case 'show-models':
      wantProvider(model.models, intent.provider, intent.at ?? 'key')
      return goTo(model, 'models')
    case 'show-settings':
      model.settings.setState({ page: intent.page })
      return goTo(model, 'settings')
    case 'retry':
      return void retry(model, intent.jobs)
    case 'use-model':
      model.studio.form.useModel(intent.ref)
      return goTo(model, 'studio')
    case 'recall':
      return void recall(model, intent)
    case 'repeat-step':
      return void repeatStep(model, intent)
    case 'add-references':
      model.studio.form.addReferences(intent.ids)
      return goTo(model, 'studio')
    case 'find-in-gallery':
      return findInGallery(model, intent.query)
    case 'choose-and-open':
      return void imports.choose(shell.getState().route === 'studio' ? 'open' : 'stay')
    case 'choose-folder':
      return void imports.chooseFolder()
    // Only for who waits for it.
    case 'exported':
      return
    case 'notify':
      return showNotice(model, intent.notice)
    case 'withdraw':
      return model.toasts.dismissTopic(intent.topic)
    case 'report':
      return reportError(model, intent.error)
  }
}
