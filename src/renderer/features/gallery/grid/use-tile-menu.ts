import type { AssetId } from '../../../../shared/domain/ids.ts'
import { runEditPlan } from '../../../../shared/messages/en/gallery-commands.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import * as referenceMessages from '../../../../shared/messages/en/named-references.ts'
import {
  copyImage,
  useAsset,
  useCover,
  useReferences,
  useServices,
  useSettings,
  type Intents,
  type Services,
} from '../../../client/index.ts'
import { upscaleEntries } from '../../../lib/models/upscale-entries.ts'
import type { MenuEntry } from '../../../ui/menus/menu.tsx'
import { addToReference } from '../add-to-reference.ts'
import { selectAll, showLike } from '../create-gallery-store.ts'
import { editInExternalEditor, programName } from '../external-editor.ts'
import { useGallery, useGalleryState, useGalleryView, type GalleryModel } from '../gallery-context.ts'
import { recallEntries } from '../info/recall-actions.tsx'
import { headOf } from '../view/lay-out-stacks.ts'

/** Returns the menu entries for the selected images, opened on one of their tiles. */
export function useTileMenu(tileId: AssetId | null): readonly (readonly MenuEntry[])[] {
  const model = useGallery()
  const { intents } = useServices()
  const section = useGalleryState((state) => state.section)
  const act = useActOnChosen()
  const cover = useCover(tileId)
  const asset = useAsset(tileId)
  const stack = useStackEntry(tileId, act.report)
  const isViewing = useGalleryState((state) => state.isViewing)
  const references = useReferenceEntries(act, tileId !== null)
  const editor = useSettings((settings) => settings.externalEditor)
  const uncover: readonly MenuEntry[] = cover === null ? [] : [{ label: messages.reveal, run: cover.reveal }]
  const viewEntries: readonly MenuEntry[] = [...uncover, ...(isViewing ? [] : [viewEntry(model)])]
  if (section === 'trash') return [[...viewEntries, copyEntry(act), revealEntry(act)], trashedEntries(act)]
  return [
    [openEntry(act), continueEntry(act), ...viewEntries, ...stack, ...familyEntries(act)],
    [...collectEntries(model, intents), ...references],
    ...(asset ? [recallEntries(asset, intents)] : []).filter((entries) => entries.length > 0),
    workEntries(act, intents),
    editEntries(act, editor),
    [
      copyEntry(act),
      {
        label: messages.exportImages,
        command: 'gallery.export',
        run: () => intents.send({ type: 'export', ids: model.actions.chosen() }),
      },
      revealEntry(act),
    ],
    [
      {
        label: messages.moveToTrash,
        command: 'gallery.trash',
        isDanger: true,
        run: () => void model.actions.trash(model.actions.chosen()).catch(act.report),
      },
    ],
  ]
}

/** What is done with the selected images by models. */
function workEntries({ model }: ActOnChosen, intents: Intents): readonly MenuEntry[] {
  const chosen = () => model.actions.chosen()
  return [
    ...upscaleEntries((factor) => intents.send({ type: 'upscale', ids: chosen(), documentId: null, factor })),
    {
      label: messages.removeBackground,
      command: 'image.remove-background',
      run: () => intents.send({ type: 'remove-backgrounds', ids: chosen(), background: null }),
    },
    {
      label: messages.replaceBackground,
      command: 'image.replace-background',
      run: () => intents.send({ type: 'replace-backgrounds', ids: chosen() }),
    },
    {
      label: runEditPlan,
      command: 'gallery.run-plan',
      run: () => intents.send({ type: 'run-plan', ids: chosen() }),
    },
    {
      label: messages.describe,
      command: 'image.describe',
      run: () => intents.send({ type: 'describe', ids: chosen() }),
    },
  ]
}

interface ActOnChosen {
  readonly model: GalleryModel
  readonly services: Services
  report(error: unknown): void
  withFirst(run: (id: AssetId) => void): () => void
}

function useActOnChosen(): ActOnChosen {
  const model = useGallery()
  const services = useServices()
  return {
    model,
    services,
    report: (error) => services.intents.send({ type: 'report', error }),
    withFirst: (run) => () => {
      const id = model.actions.chosen()[0]
      if (id !== undefined) run(id)
    },
  }
}

function viewEntry({ store }: GalleryModel): MenuEntry {
  return { label: messages.openViewer, command: 'gallery.view', run: () => store.setState({ isViewing: true }) }
}

function openEntry({ services, withFirst }: ActOnChosen): MenuEntry {
  return {
    label: messages.openInStudio,
    command: 'gallery.open',
    run: withFirst((assetId) => services.intents.send({ type: 'open-in-studio', assetId })),
  }
}

function continueEntry({ services, withFirst }: ActOnChosen): MenuEntry {
  return {
    label: messages.continueInWords,
    command: 'image.continue',
    run: withFirst((assetId) => services.intents.send({ type: 'continue-in-words', assetId, documentId: null })),
  }
}

function copyEntry({ model, services, report, withFirst }: ActOnChosen): MenuEntry {
  return {
    label: messages.copy,
    command: 'gallery.copy',
    isDisabled: model.actions.chosen().length > 1,
    run: withFirst((id) => void copyImage(services, id).catch(report)),
  }
}

function revealEntry({ model, report, withFirst }: ActOnChosen): MenuEntry {
  return {
    label: messages.showInFolder,
    command: 'gallery.reveal',
    run: withFirst((id) => void model.actions.reveal(id).catch(report)),
  }
}

function trashedEntries({ model: { actions }, report }: ActOnChosen): readonly MenuEntry[] {
  return [
    { label: messages.restore, run: () => void actions.restore(actions.chosen()).catch(report) },
    { label: messages.deletePermanently, isDanger: true, run: () => actions.askToPurge(actions.chosen()) },
  ]
}

/** Entries for its lineage and similar images. */
function familyEntries({ model: { store, actions, family }, services, withFirst }: ActOnChosen): readonly MenuEntry[] {
  const { intents } = services
  return [
    { label: messages.showLineage, command: 'gallery.family', run: withFirst((id) => family.show(id)) },
    {
      label: messages.compare,
      command: 'gallery.compare',
      isDisabled: store.getState().selected.size < 2,
      run: () => intents.send({ type: 'compare', ids: actions.chosen() }),
    },
    {
      label: messages.useAsReference,
      run: () => intents.send({ type: 'add-references', ids: actions.chosen() }),
    },
  ]
}

function editEntries({ services, report, withFirst }: ActOnChosen, editor: string | null): readonly MenuEntry[] {
  return [
    {
      label: editor === null ? messages.openWithDefaultApp : messages.editIn({ app: programName(editor) }),
      command: 'gallery.edit-elsewhere',
      run: withFirst((id) => void editInExternalEditor(services, id, 'usual').catch(report)),
    },
    {
      label: messages.chooseEditor,
      run: withFirst((id) => void editInExternalEditor(services, id, 'ask').catch(report)),
    },
  ]
}

/** Entries that make a named reference of the selected images, or add them to one. */
function useReferenceEntries({ model, services, report }: ActOnChosen, isOpen: boolean): readonly MenuEntry[] {
  const { references, intents } = services
  const all = useReferences(isOpen) ?? []
  const create: MenuEntry = {
    label: referenceMessages.newReferenceEllipsis,
    run: () =>
      intents.send({ type: 'edit-references', at: { type: 'new', name: '', imageIds: model.actions.chosen() } }),
  }
  const entries = all.map((reference) => ({
    label: `@${reference.name}`,
    run: () =>
      void addToReference({ references, undo: model.organize.undo }, reference, model.actions.chosen()).catch(report),
  }))
  return [create, ...(entries.length > 0 ? [{ label: referenceMessages.addToReference, entries }] : [])]
}

function useStackEntry(id: AssetId | null, report: (error: unknown) => void): readonly MenuEntry[] {
  const { actions } = useGallery()
  const size = useGalleryView(({ stacks }) => (id === null ? 0 : (stacks.get(id) ?? 0)))
  const isOpen = useGalleryView(({ openStacks }) => id !== null && headOf(openStacks, id) !== null)
  if (id === null || (size === 0 && !isOpen)) return []
  const label = isOpen ? messages.collapseStack : messages.expandStack({ count: size })
  return [{ label, command: 'gallery.stack', run: () => void actions.toggleStack(id).catch(report) }]
}

/** Returns the menu for the space between images. */
export function useGridMenu(): readonly (readonly MenuEntry[])[] {
  const { store, actions } = useGallery()
  const { intents } = useServices()
  return [
    [
      { label: messages.selectAll, command: 'gallery.all', run: () => selectAll(store, actions.order()) },
      { label: messages.importImages, run: () => intents.send({ type: 'choose-and-open' }) },
      { label: messages.describeLibrary, run: () => intents.send({ type: 'describe', ids: null }) },
    ],
  ]
}

/** Entries that organize the selected images. */
function collectEntries({ store, actions, organize }: GalleryModel, intents: Intents): readonly MenuEntry[] {
  const { collectionId } = store.getState()
  const shown = organize.collections.store.getState().all?.find(({ id }) => id === collectionId)
  const takeOut: MenuEntry = {
    label: messages.removeFromCollection,
    command: 'gallery.take-out',
    run: () => {
      if (shown === undefined) return
      organize.collecting
        .takeOut(shown, actions.chosen())
        .catch((error: unknown) => intents.send({ type: 'report', error }))
    },
  }
  return [
    {
      label: messages.findSimilar,
      command: 'gallery.similar',
      run: () => {
        const [id] = actions.chosen()
        if (id !== undefined) showLike(store, id)
      },
    },
    {
      label: messages.editTags,
      command: 'gallery.tag',
      run: () => organize.store.setState({ dialog: { type: 'tag', ids: actions.chosen() } }),
    },
    {
      label: messages.addToCollection,
      command: 'gallery.add-to-collection',
      run: () => organize.store.setState({ dialog: { type: 'add-to-collection', ids: actions.chosen() } }),
    },
    ...(shown?.kind === 'manual' ? [takeOut] : []),
  ]
}
