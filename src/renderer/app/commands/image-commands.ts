import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/commands.ts'
import { selectActiveDocument } from '../../client/index.ts'
import type { CompareModel } from '../../features/compare/index.ts'
import type { GalleryModel } from '../../features/gallery/index.ts'
import type { StudioActions } from '../../features/studio/index.ts'
import type { Command } from '../../lib/command.ts'
import { upscaleChoices } from '../../lib/models/upscale-entries.ts'
import type { ShellParts } from '../create-shell-store.ts'

interface ImageCommandOptions extends ShellParts {
  readonly gallery: GalleryModel
  readonly compare: CompareModel
  readonly studio: { readonly actions: StudioActions }
}

/** Returns the commands for an image wherever it is shown: for the selection, or for the open image. */
export function createImageCommands(options: ImageCommandOptions): readonly Command[] {
  const { services } = options
  const command = (id: string, label: string, run: (ids: readonly AssetId[]) => void): Command => ({
    id,
    label,
    group: 'Image',
    isEnabled: () => hasImage(options),
    run: async () => {
      const ids = await chosenImages(options)
      if (ids.length > 0) run(ids)
    },
  })
  return [
    ...upscaleChoices.map(({ factor, label, command: id }) =>
      command(id, label, (ids) =>
        services.intents.send({ type: 'upscale', ids, documentId: openDocument(options), factor }),
      ),
    ),
    command('image.remove-background', messages.removeBackground, (ids) =>
      services.intents.send({ type: 'remove-backgrounds', ids, background: null }),
    ),
    command('image.describe', messages.describeImages, (ids) => services.intents.send({ type: 'describe', ids })),
    command('image.prompt', messages.promptFromImage, ([assetId]) => {
      if (assetId !== undefined) services.intents.send({ type: 'recall', assetId, part: 'description' })
    }),
    command('image.continue', messages.continueInWords, ([assetId]) => {
      if (assetId !== undefined)
        services.intents.send({ type: 'continue-in-words', assetId, documentId: openDocument(options) })
    }),
    command('image.replace-background', messages.replaceBackground, (ids) =>
      services.intents.send({ type: 'replace-backgrounds', ids }),
    ),
  ]
}

function openDocument({ shell, services }: ImageCommandOptions) {
  if (shell.getState().route !== 'studio') return null
  return selectActiveDocument(services.documents.store.getState())?.id ?? null
}

function hasImage({ shell, gallery, compare, studio }: ImageCommandOptions): boolean {
  switch (shell.getState().route) {
    case 'studio':
      return studio.actions.canCopyImage()
    case 'gallery':
      return gallery.store.getState().section === 'library' && gallery.actions.chosen().length > 0
    case 'compare':
      return compare.store.getState().chosen !== null
    default:
      return false
  }
}

/** In the Studio the selected result, or else the open image with its visible layers. */
async function chosenImages({ shell, gallery, compare, studio }: ImageCommandOptions): Promise<readonly AssetId[]> {
  switch (shell.getState().route) {
    case 'studio':
      return listOf(await studio.actions.shownImage())
    case 'gallery':
      return gallery.actions.chosen()
    case 'compare':
      return listOf(compare.store.getState().chosen)
    default:
      return []
  }
}

const listOf = (id: AssetId | null): readonly AssetId[] => (id === null ? [] : [id])
