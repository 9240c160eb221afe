import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../../client/index.ts'
import type { Command } from '../../../lib/command.ts'
import { selectOnly, showMadeFrom, showView, type GalleryStore } from '../create-gallery-store.ts'
import type { FamilyStore } from './create-family-store.ts'
import type { FamilyMove } from './family-walk.ts'

interface FamilyCommandOptions {
  readonly services: Services
  readonly store: GalleryStore
  readonly family: FamilyStore
  readonly isShown: () => boolean
}

const zoomStep = 1.25

/** Keyboard commands of the family tree. */
export function createFamilyCommands(options: FamilyCommandOptions): readonly Command[] {
  const { services, store, family, isShown } = options
  const chosen = () => family.store.getState().chosen
  const isOpen = () => isShown() && family.store.getState().of !== null
  const define = (id: string, label: string, run: () => void, canRepeat = false): Command => ({
    id: `family.${id}`,
    label,
    group: 'Gallery',
    isEnabled: isOpen,
    canRepeat,
    run: () => family.whenThere(run),
  })
  const withChosen = (run: (id: AssetId) => void) => () => {
    const id = chosen()
    if (id !== null) run(id)
  }
  const moves: readonly [FamilyMove, string][] = [
    ['left', messages.goToSource],
    ['right', messages.goToDerived],
    ['up', messages.goToImageAbove],
    ['down', messages.goToImageBelow],
  ]
  return [
    ...moves.map(([move, label]) => define(move, label, () => family.walk(move), true)),
    define(
      'view',
      messages.openViewer,
      withChosen((id) => viewMember(services, store, family, id)),
    ),
    define(
      'branch',
      messages.branchFromHere,
      withChosen((id) => branchFrom(services, family, id)),
    ),
    define(
      'repeat',
      messages.repeatStep,
      withChosen((id) => repeatFamilyStep(services, family, id)),
    ),
    define(
      'made-from',
      messages.showDerivedImages,
      withChosen((id) => showDescendants(store, family, id)),
    ),
    define('zoom-in', messages.lineageZoomIn, () => family.zoom(zoomStep), true),
    define('zoom-out', messages.lineageZoomOut, () => family.zoom(1 / zoomStep), true),
    define('whole', messages.lineageFitAll, () => family.showAll()),
    // Must run without waiting.
    { ...define('close', messages.closeLineage, () => undefined), run: () => family.close() },
  ]
}

/** Opens the member's section with an empty query, so that it is always found. */
export function viewMember(services: Services, store: GalleryStore, family: FamilyStore, id: AssetId): void {
  const asset = services.assets.store.getState().records.get(id)
  family.close()
  showView(store, asset?.trashedAtMs === null || asset === undefined ? 'library' : 'trash')
  selectOnly(store, id)
  store.setState({ isViewing: true })
}

export function branchFrom({ intents }: Services, family: FamilyStore, id: AssetId): void {
  family.close()
  intents.send({ type: 'open-in-studio', assetId: id })
}

/** Repeats a step; only an image derived from another is one. */
export function repeatFamilyStep({ assets, intents }: Services, family: FamilyStore, id: AssetId): void {
  if (!isStep(assets.store.getState().records.get(id) ?? null)) return
  family.close()
  intents.send({ type: 'repeat-step', assetId: id })
}

/** A crop or an external edit has neither mask nor prompt. */
export function isStep(asset: Pick<Asset, 'parentId' | 'hasMask' | 'recipe'> | null): boolean {
  return asset !== null && asset.parentId !== null && (asset.hasMask || Boolean(asset.recipe.prompt))
}

export function showDescendants(store: GalleryStore, family: FamilyStore, id: AssetId): void {
  family.close()
  showMadeFrom(store, id)
}
