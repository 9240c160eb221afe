import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import { type Services, copyImage } from '../../client/index.ts'
import type { Command } from '../../lib/command.ts'
import { isTextSelected } from '../../lib/text-entry.ts'
import type { GalleryStore } from './create-gallery-store.ts'
import type { GalleryActions } from './gallery-actions.ts'

/** `usual`: the program from settings or the system default; `ask`: prompts for one. */
export async function editInExternalEditor(
  { client, intents }: Services,
  id: AssetId,
  program: 'usual' | 'ask',
): Promise<void> {
  const { isOpened } = await client.call('external.edit', { id, program })
  if (!isOpened) return
  intents.send({ type: 'notify', notice: { level: 'info', text: messages.openInEditor } })
}

/** Returns a program's name from its path, such as "GIMP". */
export function programName(path: string): string {
  const name = path.split(/[/\\]/).findLast((part) => part !== '') ?? path
  return name.replace(/\.(app|exe)$/i, '')
}

interface ExternalEditorOptions {
  readonly services: Services
  readonly store: GalleryStore
  readonly actions: GalleryActions
  readonly isShown: () => boolean
}

/** Commands that open images in other programs or in other parts of this one. */
export function createExternalEditorCommands(options: ExternalEditorOptions): readonly Command[] {
  const { services, store, actions, isShown } = options
  const isOne = () => isShown() && actions.chosen().length === 1
  const inLibrary = () => isOne() && store.getState().section === 'library'
  const define = (
    id: string,
    label: string,
    isEnabled: () => boolean,
    run: (id: AssetId) => void | Promise<void>,
  ): Command => ({
    id: `gallery.${id}`,
    label,
    group: 'Gallery',
    isEnabled,
    run: async () => {
      const chosen = actions.chosen()[0]
      if (chosen !== undefined) await run(chosen)
    },
  })
  return [
    // Ctrl+C copies selected text instead.
    define(
      'copy',
      messages.copyImage,
      () => isOne() && !isTextSelected(),
      (id) => copyImage(services, id),
    ),
    define('edit-elsewhere', messages.editInAnotherApp, inLibrary, (id) => editInExternalEditor(services, id, 'usual')),
    define('edit-with', messages.chooseEditor, inLibrary, (id) => editInExternalEditor(services, id, 'ask')),
    {
      id: 'gallery.reference',
      label: messages.useAsReference,
      group: 'Gallery',
      isEnabled: () => isShown() && store.getState().section === 'library' && actions.chosen().length > 0,
      run: () => services.intents.send({ type: 'add-references', ids: actions.chosen() }),
    },
  ]
}
